#pragma once
#include <string>
#include <string_view>

namespace vespa::shell {

/// Breaks a text at blanks into lines of at most `width` columns, each beginning with `indent` and ending
/// with a line break. UTF-8 letters count as one column; a longer word stands alone.
std::string wrapped(std::string_view text, std::string_view indent, std::size_t width);

/// Columns of a UTF-8 text of ordinary letters.
std::size_t columns(std::string_view text);

/// The text with its first letter a capital.
std::string capitalised(std::string text);

}  // namespace vespa::shell
