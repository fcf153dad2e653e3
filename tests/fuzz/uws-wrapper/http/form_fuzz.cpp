// Targets, query strings and url-encoded bodies, attributes of headers.
#include "fuzz/support/inputs.hpp"
#include "http/form.hpp"
#include "http/message.hpp"
#include "http/percent.hpp"
#include "http/target.hpp"

using namespace vespa;
using namespace vespa::uws;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text = fuzz::text_of(data, size);
    http::Form form;
    if (fuzz::was_read<http::Refusal>([&] { form = http::parse_urlencoded(text); })) {
        // what was read can be written, and is read the same
        std::string again;
        for (auto const& field : form) {
            fuzz::promise(field.name.find('\0') == std::string::npos &&
                          field.value.find('\0') == std::string::npos);
            again += (again.empty() ? "" : "&") + http::encode_percent(field.name) + "=" +
                     http::encode_percent(field.value);
        }
        auto const second = http::parse_urlencoded(again);
        fuzz::promise(second.size() == form.size());
        for (std::size_t i = 0; i < form.size(); ++i)
            fuzz::promise(second[i].name == form[i].name && second[i].value == form[i].value);
    }
    http::Target target;
    if (fuzz::was_read<http::Refusal>([&] { target = http::parse_target(text); }))
        for (auto const& segment : target.path)
            fuzz::promise(!segment.empty() && segment != "." && segment != ".." &&
                          segment.find('/') == std::string::npos);
    for (char const* const name : {"boundary", "name", "filename", "charset"})
        fuzz::promise(http::header_attribute(text, name).size() <= size);
    static_cast<void>(http::is_multipart_form(text));
    return 0;
}
