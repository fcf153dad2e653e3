#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::uws::http {

class SpooledFile;

/// One name and value of a query string or a form, decoded.
struct Field {
    std::string name, value;
    bool is_file = false;                    ///< a multipart part with a file name
    std::string file_name;                   ///< base name only, no control characters
    std::string content_type;                ///< of a multipart part, empty if not given
    std::shared_ptr<SpooledFile> file = {};  ///< its bytes, if is_file
};
using Form = std::vector<Field>;

/// Most fields that one form may hold.
inline constexpr std::size_t most_fields = 2000;

/// Reads `a=1&b=2` (a query string or an application/x-www-form-urlencoded body). Throws Refusal 400 on a
/// broken escape, invalid UTF-8, a NUL or too many fields.
Form parse_urlencoded(std::string_view text);

/// Reads the body of a POST that is not multipart by its Content-Type; an empty body is an empty form. Throws
/// Refusal 415 for other types.
Form parse_body(std::string_view content_type, std::string_view body);

/// Whether a Content-Type is multipart/form-data: FormReader reads such a body.
bool is_multipart_form(std::string_view content_type);

/// A `name=value` attribute of a header value such as `form-data; name="x"`, unquoted; empty if absent.
std::string header_attribute(std::string_view header_value, std::string_view name);

/// Without the blanks and tabs around it.
std::string_view trimmed(std::string_view text);

}  // namespace vespa::uws::http
