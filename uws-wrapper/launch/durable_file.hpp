#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws {

/// Replaces `file` so that after any crash it is either the old or the new one, whole: temporary file beside
/// it (mode 0640), fsync, rename, fsync of the folder. Throws LaunchError, PassingLaunchError if the disk is
/// full or the like.
void write_durably(std::filesystem::path const& file, std::string_view content);

/// The same without waiting for the disk: whole for every reader at any time, but after a failure of power it
/// may be missing or empty. Throws as write_durably().
void write_whole(std::filesystem::path const& file, std::string_view content);

/// The whole content; nothing if the file does not exist. Throws LaunchError if it cannot be read, is no
/// regular file (a symbolic link is none) or is larger than `limit` bytes.
std::optional<std::string> read_whole(std::filesystem::path const& file, std::size_t limit);

}  // namespace vespa::uws
