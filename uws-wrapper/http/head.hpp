#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/limits.hpp"
#include "http/message.hpp"

namespace vespa::uws::http {

/// A request up to its body, and how the body is framed.
struct Head {
    Request request;
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool has_body = false;
    bool expects_continue = false;
    bool keep_alive = true;
    bool version_1_0 = false;
};

/// Where a head ends in what has been received: after its empty line; npos if it is not complete.
/// \param from bytes that were searched before
std::size_t end_of_head(std::string_view received, std::size_t from = 0);

/// Reads request line and headers (RFC 9112), strictly: what two parties could read in two ways is refused,
/// so that no proxy in front can be made to see another request than we do. An absolute target
/// (`GET http://host/path`) becomes path and Host.
/// \param text ends with the empty line; empty lines before the request line must have been dropped
/// Throws Refusal: 400 malformed; 414, 431 too large; 417 unknown expectation; 501 unknown transfer coding;
/// 505 another version of HTTP.
Head parse_head(std::string_view text, Limits const& limits);

}  // namespace vespa::uws::http
