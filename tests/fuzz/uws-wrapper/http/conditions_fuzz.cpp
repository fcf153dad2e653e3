// Headers that ask for a part of a file, or for it only if it has changed; parted by 0x1e: Range,
// If-None-Match, a date, If-Range, Accept.
#include <unistd.h>

#include "fuzz/support/inputs.hpp"
#include "http/conditional.hpp"

using namespace vespa;
using namespace vespa::uws;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto parts = fuzz::parts_of(fuzz::text_of(data, size), 5);
    parts.resize(5);
    for (std::uint64_t const length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, UINT64_MAX}) {
        auto const range = http::parse_range(parts[0], length);
        if (range.kind == http::RangeKind::part)
            fuzz::promise(range.length > 0 && range.first < length && range.length <= length - range.first);
    }
    http::names_tag(parts[1], "\"abc\"");
    if (auto const when = http::parse_http_date(parts[2]))
        fuzz::promise(http::parse_http_date(http::http_date(*when)) == when);
    http::prefers_html(parts[4]);
    for (auto const method : {http::Method::get, http::Method::head}) {
        http::Request request;
        request.method = method;
        for (auto const& [name, value] : {std::pair("Range", parts[0]),
                                          {"If-None-Match", parts[1]},
                                          {"If-Match", parts[1]},
                                          {"If-Modified-Since", parts[2]},
                                          {"If-Unmodified-Since", parts[2]},
                                          {"If-Range", parts[3]},
                                          {"Accept", parts[4]}})
            if (!value.empty()) request.headers.push_back({name, std::string(value)});
        fuzz::was_read<http::Refusal>([&] {
            auto const answer = http::file_answer(request, UniqueFd(), 1000, 784111777, "abc", "text/plain");
            if (answer.file) fuzz::promise(answer.file->offset + answer.file->length <= 1000);
            for (auto const& header : answer.headers)
                fuzz::promise(header.value.find_first_of("\r\n") == std::string::npos);
        });
    }
    return 0;
}
