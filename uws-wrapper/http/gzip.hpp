#pragma once
#include <string>
#include <string_view>

namespace vespa::uws::http {

/// Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3): named, or by "*", with a weight above 0.
bool accepts_gzip(std::string_view accept_encoding);

/// The bytes as a gzip file (RFC 1952), compressed quickly rather than well. Throws std::runtime_error if
/// there is no memory.
std::string gzip(std::string_view bytes);

}  // namespace vespa::uws::http
