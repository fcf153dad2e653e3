#pragma once
#include <cstdint>
#include <filesystem>

#include "core/record/file.hpp"

namespace vespa::record::detail {

/// Checks that a file may be made at path and makes the empty file part beside it, removing an older one of
/// that name. \throws BadInput with the system's reason. Local: for rank 0.
void claim(std::filesystem::path const& path, std::filesystem::path const& part, Overwrite overwrite);

/// Makes sure that the unfinished file of path stands under the name part: it does, or path itself, a stopped
/// run's result, takes it. \throws BadInput where there is none, or both. Local: for rank 0.
void reclaim(std::filesystem::path const& path, std::filesystem::path const& part);

/// Reserves room on the disk for a file of so many bytes; nothing where the file system cannot do that.
/// \throws std::runtime_error naming path when there is no room. Local: for rank 0.
void reserve_room(std::filesystem::path const& part, std::filesystem::path const& path, std::uint64_t bytes);

/// Checks that path is a readable HDF5 file. \throws BadInput. Local: for rank 0.
void check_readable(std::filesystem::path const& path);

/// Brings part to the disk and gives it the name path, at once; without Overwrite::yes never over another
/// file. \throws std::runtime_error or BadInput with the reason. Local: for rank 0.
void give_name(std::filesystem::path const& part, std::filesystem::path const& path, Overwrite overwrite);

}  // namespace vespa::record::detail
