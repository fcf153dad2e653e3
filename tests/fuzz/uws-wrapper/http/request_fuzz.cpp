// A request as it comes from the wire: its head, its body by length or in chunks, its target and its form.
#include "fuzz/support/inputs.hpp"
#include "http/body_reader.hpp"
#include "http/form.hpp"
#include "http/head.hpp"
#include "http/target.hpp"

using namespace vespa;
using namespace vespa::uws;

namespace {

struct Body {
    std::string bytes;
    bool whole = false, refused = false;
    friend bool operator==(Body const&, Body const&) = default;
};

/// The body as read when it comes in pieces of so many bytes.
Body body_of(http::Head const& head, std::string_view rest, std::size_t piece) {
    Body body;
    http::BodyReader reader(head);
    std::string held;
    body.refused = !fuzz::was_read<http::Refusal>([&] {
        while (!rest.empty() && !reader.ended()) {
            held.append(rest.substr(0, piece));
            rest.remove_prefix(std::min(piece, rest.size()));
            std::string_view received = held;
            while (!received.empty() && !reader.ended())
                body.bytes.append(reader.next(received));
            held.assign(received);
        }
        body.whole = reader.ended();
    });
    return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const received = fuzz::text_of(data, size);
    std::size_t const end = http::end_of_head(received);
    // found too when the search goes on from where it stood
    for (std::size_t const seen : {size / 3, size / 2})
        if (auto const first = http::end_of_head(received.substr(0, seen)); first == std::string_view::npos)
            fuzz::promise(http::end_of_head(received, seen) == end);
    if (end == std::string_view::npos) return 0;
    http::Head head;
    if (!fuzz::was_read<http::Refusal>(
            [&] { head = http::parse_head(received.substr(0, end), http::Limits{}); }))
        return 0;
    for (auto const& header : head.request.headers)
        fuzz::promise(!header.name.empty() &&
                      header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    fuzz::promise(!(head.chunked && head.content_length > 0));
    fuzz::was_read<http::Refusal>([&] {
        auto const target = http::parse_target(head.request.target);
        for (auto const& segment : target.path)
            fuzz::promise(!segment.empty() && segment != ".." && segment.find('/') == std::string::npos);
    });
    if (!head.has_body) return 0;
    auto const rest = received.substr(end);
    auto const body = body_of(head, rest, rest.size() + 1);
    fuzz::promise(body_of(head, rest, 1) == body && body_of(head, rest, 7) == body);
    if (body.whole && !head.chunked) fuzz::promise(body.bytes.size() == head.content_length);
    fuzz::was_read<http::Refusal>([&] { http::parse_body(head.request.header("Content-Type"), body.bytes); });
    return 0;
}
