#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::mulumesc {

/// Parts of a line: by commas or semicolons if it has them (empty parts count), else by white space.
std::vector<std::string_view> fields_of(std::string_view line);

/// The whole text as a number, also "nan" and "inf"; none where it is no number or too large for a double.
std::optional<double> number_or_nan(std::string_view text);

/// The lines of a text without line ends. \throws BadInput for a file that cannot be read, holds a zero byte
/// (no text) or more than 256 MiB. Local.
std::vector<std::string> read_lines(std::filesystem::path const& file);

}  // namespace vespa::mulumesc
