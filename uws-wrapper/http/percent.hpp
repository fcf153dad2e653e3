#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws::http {

enum class Plus { stays, is_blank };

/// Decodes %XX escapes strictly: nothing if an escape is broken, if the result is not UTF-8, or if it holds a
/// NUL.
std::optional<std::string> decode_percent(std::string_view text, Plus plus);

/// Encodes everything but the unreserved characters (letters, digits, - . _ ~), so that the text can stand as
/// a path segment or as a query value.
std::string encode_percent(std::string_view text);

/// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view bytes);

/// The bytes as UTF-8, each byte that is not part of a well-formed sequence replaced by U+FFFD; for showing
/// logs.
std::string to_utf8(std::string_view bytes);

}  // namespace vespa::uws::http
