#pragma once
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace vespa::uws::http {

enum class RangeKind { whole, part, unsatisfiable };

/// What a Range header asks of a file: bytes [first, first + length) if `part`.
struct ByteRange {
    RangeKind kind = RangeKind::whole;
    std::uint64_t first = 0, length = 0;
};

/// Reads a Range header (RFC 9110, 14.2) for a file of `size` bytes. Several ranges, another unit or a
/// malformed header mean the whole file, as the standard allows; a single range beyond the end is
/// unsatisfiable.
ByteRange parse_range(std::string_view header, std::uint64_t size);

/// Whether an If-None-Match or If-Match list names this entity tag (with its quotes), or is "*".
bool names_tag(std::string_view list, std::string_view tag);

/// An instant as HTTP writes it: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::time_t when);
std::optional<std::time_t> parse_http_date(std::string_view text);

/// Whether the client would rather have HTML than XML: a browser says so explicitly, "*/*" means XML.
bool prefers_html(std::string_view accept);

/// The answer that carries the bytes of a file: 200, 206, 304 or 416 by the request's conditional and Range
/// headers, with ETag, Last-Modified and Accept-Ranges. \param file   open for reading; its size is `size`,
/// its time of change `changed` \param tag    strong entity tag without quotes; empty if none is known \param
/// mime   goes to Content-Type
Response file_answer(Request const& request, UniqueFd file, std::uint64_t size, std::time_t changed,
                     std::string const& tag, std::string const& mime);

}  // namespace vespa::uws::http
