#include "http/target.hpp"

#include <algorithm>

#include "http/message.hpp"
#include "http/percent.hpp"

namespace vespa::uws::http {

Target parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/')
        throw Refusal(400, "a request target must begin with a slash");
    std::size_t const mark = std::min(target.find('?'), target.size());
    Target parsed;
    std::string_view path = target.substr(1, mark - 1);
    if (!path.empty() && path.back() == '/') path.remove_suffix(1);
    while (!path.empty()) {
        std::size_t const end = std::min(path.find('/'), path.size());
        auto segment = decode_percent(path.substr(0, end), Plus::stays);
        path.remove_prefix(std::min(end + 1, path.size()));
        bool const control = !segment || std::any_of(segment->begin(), segment->end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20U || c == '/' || c == '\x7F';
        });
        if (control || segment->empty() || *segment == "." || *segment == "..")
            throw Refusal(400, "the path holds an empty, relative or malformed segment");
        parsed.path.push_back(std::move(*segment));
    }
    parsed.query = parse_urlencoded(target.substr(std::min(mark + 1, target.size())));
    return parsed;
}

}  // namespace vespa::uws::http
