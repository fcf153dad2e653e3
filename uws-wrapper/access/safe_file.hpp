#pragma once
#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>

#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// A regular file open for reading.
struct OpenFile {
    UniqueFd file;
    struct stat status {};
};

/// Opens `path` (relative) below `folder`. Nothing if it is not there, is not a regular file, or if any part
/// of the way is a symbolic link or leads out of the folder.
std::optional<OpenFile> open_below(std::filesystem::path const& folder, std::filesystem::path const& path);

/// The last `lines` lines of a file, at most `most_bytes` of them.
std::string tail_of(OpenFile const& file, std::size_t lines, std::size_t most_bytes);

}  // namespace vespa::uws
