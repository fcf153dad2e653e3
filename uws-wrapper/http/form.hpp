#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vespa::uws::http {

/// One name and value of a query string or a form, decoded.
struct Field {
    std::string name, value;
    bool is_file = false;      ///< a multipart part with a file name; value holds its bytes
    std::string file_name;     ///< base name only, no control characters
    std::string content_type;  ///< of a multipart part, empty if not given
};
using Form = std::vector<Field>;

/// Most fields that one form may hold.
inline constexpr std::size_t most_fields = 2000;

/// Reads `a=1&b=2` (a query string or an application/x-www-form-urlencoded body). Throws Refusal 400 on a
/// broken escape, invalid UTF-8, a NUL or too many fields.
Form parse_urlencoded(std::string_view text);

/// Reads a multipart/form-data body (RFC 7578). Throws Refusal 400 on a missing final boundary, a part
/// without a name, two parts of one name that carry files, a text part that is not UTF-8, or a file name of
/// nothing but path.
Form parse_multipart(std::string_view body, std::string_view boundary);

/// Reads a POST body by its Content-Type; an empty body is an empty form. Throws Refusal 415 for other types.
Form parse_body(std::string_view content_type, std::string_view body);

/// A `name=value` attribute of a header value such as `form-data; name="x"`, unquoted; empty if absent.
std::string header_attribute(std::string_view header_value, std::string_view name);

}  // namespace vespa::uws::http
