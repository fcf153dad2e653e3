#pragma once
#include <filesystem>
#include <string_view>

namespace vespa::record {

/// Writes a small text file so that a reader sees the old content or the new, never a part: through
/// "path.part" and rename. Not synced to the disk. \throws std::runtime_error with path and reason. Local:
/// one process at a time.
void replace_file(std::filesystem::path const& path, std::string_view content);

}  // namespace vespa::record
