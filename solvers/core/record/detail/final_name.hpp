#pragma once
#include <filesystem>

#include "core/record/file.hpp"

namespace vespa::record::detail {

/// Checks that a file may be made at path and makes the empty file part beside it, removing an older one of
/// that name. \throws BadInput with the system's reason. Local: for rank 0.
void claim(std::filesystem::path const& path, std::filesystem::path const& part, Overwrite overwrite);

/// Checks that path is a readable HDF5 file. \throws BadInput. Local: for rank 0.
void check_readable(std::filesystem::path const& path);

/// Brings part to the disk and gives it the name path, at once; without Overwrite::yes never over another
/// file. \throws std::runtime_error or BadInput with the reason. Local: for rank 0.
void give_name(std::filesystem::path const& part, std::filesystem::path const& path, Overwrite overwrite);

}  // namespace vespa::record::detail
