#pragma once
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace vespa::record {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits. Local.
std::string sha256_of(std::span<std::byte const> bytes);
std::string sha256_of(std::string_view text);

/// The same of a file's content, read in pieces. \throws BadInput if it cannot be read. Local.
std::string sha256_of_file(std::filesystem::path const& path);

}  // namespace vespa::record
