#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::mulumesc {

/// Without white space, tabs and returns at either end.
std::string trimmed(std::string_view text);
std::string lower_case(std::string text);

/// Parts of a line: by commas or semicolons if it has them (empty parts count), else by white space.
std::vector<std::string> split_fields(std::string const& line);
/// By one separator, each part trimmed.
std::vector<std::string> split_by(std::string const& text, char separator);

/// The whole text as a number, also "nan"; none where it is no number. Exponents may have three digits.
std::optional<double> to_number(std::string_view text);

/// The lines of a text without line ends. \throws BadInput for a file that cannot be read, holds a zero byte
/// (no text) or more than 256 MiB. Local.
std::vector<std::string> read_lines(std::filesystem::path const& file);

}  // namespace vespa::mulumesc
