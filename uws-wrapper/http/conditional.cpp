#include "http/conditional.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/form.hpp"

namespace vespa::uws::http {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Takes the piece before the next comma off the list.
std::string_view next_item(std::string_view& list) {
    std::size_t const end = std::min(list.find(','), list.size());
    std::string_view const item = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return item;
}

/// The weight (0 to 1) that an Accept header gives to exactly this media type, -1 if it does not name it.
double weight_of(std::string_view accept, std::string_view type) {
    while (!accept.empty()) {
        std::string_view const item = next_item(accept);
        std::size_t const semicolon = std::min(item.find(';'), item.size());
        if (!same_name(trimmed(item.substr(0, semicolon)), type)) continue;
        std::size_t const q = item.find("q=", semicolon);
        if (q == std::string_view::npos) return 1;
        double weight = 0;
        auto const digits = item.substr(q + 2);
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
        return error == std::errc() ? weight : 0;
    }
    return -1;
}

}  // namespace

ByteRange parse_range(std::string_view header, std::uint64_t size) {
    header = trimmed(header);
    if (header.substr(0, 6) != "bytes=" || header.find(',') != std::string_view::npos) return {};
    std::string_view const spec = trimmed(header.substr(6));
    std::size_t const dash = spec.find('-');
    if (dash == std::string_view::npos) return {};
    auto const first = whole_number(spec.substr(0, dash)), last = whole_number(spec.substr(dash + 1));
    if (dash == 0) {  // "-n": the last n bytes
        if (!last) return {};
        if (*last == 0 || size == 0) return {RangeKind::unsatisfiable, 0, 0};
        std::uint64_t const length = std::min(*last, size);
        return {RangeKind::part, size - length, length};
    }
    bool const open = dash + 1 == spec.size();
    if (!first || (!open && !last) || (last && *last < *first)) return {};
    if (*first >= size) return {RangeKind::unsatisfiable, 0, 0};
    std::uint64_t const end = open ? size - 1 : std::min(*last, size - 1);
    return {RangeKind::part, *first, end - *first + 1};
}

bool names_tag(std::string_view list, std::string_view tag) {
    while (!list.empty()) {
        std::string_view item = next_item(list);
        if (item.substr(0, 2) == "W/") item.remove_prefix(2);
        if (item == "*" || item == tag) return true;
    }
    return false;
}

std::string http_date(std::time_t when) {
    std::tm parts{};
    ::gmtime_r(&when, &parts);
    std::array<char, 40> text{};
    std::size_t const length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

std::optional<std::time_t> parse_http_date(std::string_view text) {
    std::tm parts{};
    std::string const copy(text);
    char const* const end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return ::timegm(&parts);
}

bool prefers_html(std::string_view accept) {
    // Java's URLConnection names HTML unasked, and GIF; browsers name XHTML beside HTML.
    auto const names = [&](std::string_view type) { return accept.find(type) != std::string_view::npos; };
    if (names("image/gif") && !names("application/xhtml+xml")) return false;
    double const html = weight_of(accept, "text/html");
    return html > 0 && html >= std::max(weight_of(accept, "text/xml"), weight_of(accept, "application/xml"));
}

Response file_answer(Request const& request, UniqueFd file, std::uint64_t size, std::time_t changed,
                     std::string const& tag, std::string const& mime) {
    Response response;
    std::string const quoted = '"' + tag + '"', date = http_date(changed);
    response.headers.push_back({"Last-Modified", date});
    response.headers.push_back({"Accept-Ranges", "bytes"});
    if (!tag.empty()) response.headers.push_back({"ETag", quoted});
    if (auto const wanted = request.header("If-None-Match"); !wanted.empty()) {
        if (!tag.empty() && names_tag(wanted, quoted)) response.status = 304;
    } else if (auto const since = parse_http_date(request.header("If-Modified-Since")); since) {
        if (changed <= *since) response.status = 304;
    }
    if (response.status == 304) return response;
    response.headers.push_back({"Content-Type", mime});
    ByteRange range = parse_range(request.header("Range"), size);
    auto const same = request.header("If-Range");
    if (!same.empty() && same != quoted && same != date) range = {};
    if (range.kind == RangeKind::unsatisfiable) {
        response = plain_text(416, "the range lies beyond the end of the file");
        response.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return response;
    }
    if (range.kind == RangeKind::whole) {
        response.file = FileBody{std::move(file), 0, size};
        return response;
    }
    response.status = 206;
    response.headers.push_back({"Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                     std::to_string(range.first + range.length - 1) + "/" +
                                                     std::to_string(size)});
    response.file = FileBody{std::move(file), range.first, range.length};
    return response;
}

}  // namespace vespa::uws::http
