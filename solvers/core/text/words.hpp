#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vespa {

/// Without blanks, tabs and line ends at either end.
std::string_view trimmed(std::string_view text);

/// The words between blanks, tabs and line ends, at most `most` of them; what follows is left out.
std::vector<std::string_view> words_of(std::string_view text, std::size_t most = std::string_view::npos);

/// The parts between separators, each trimmed; an empty text is one empty part.
std::vector<std::string_view> parts_of(std::string_view text, char separator);

/// ASCII letters alone.
std::string lower_case(std::string_view text);

/// The text in quotation marks, fit for a message: bytes that do not print as \xNN, cut after 120 of them.
std::string in_quotes(std::string_view text);

}  // namespace vespa
