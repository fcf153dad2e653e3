#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace vespa::uws::http {
namespace {

[[noreturn]] void refuse(char const* why) {
    throw Refusal(400, std::string("malformed HTTP: ") + why);
}

/// RFC 9110, 5.6.2: what names of methods and headers consist of.
constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (unsigned c = '0'; c <= '9'; ++c)
        table[c] = true;
    for (unsigned c = 'A'; c <= 'Z'; ++c)
        table[c] = table[c + 0x20U] = true;
    for (char const c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return token_characters[static_cast<unsigned char>(c)];
    });
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte >= 0x20U && byte != 0x7FU) || c == '\t';
    });
}

std::string_view trimmed(std::string_view text) {
    std::size_t const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Method method_named(std::string_view name) {
    if (name == "GET") return Method::get;
    if (name == "HEAD") return Method::head;
    if (name == "POST") return Method::post;
    if (name == "PUT") return Method::put;
    if (name == "DELETE") return Method::del;
    if (name == "OPTIONS") return Method::options;
    return Method::other;
}

/// Takes one line off the front, without its CR LF.
std::string_view take_line(std::string_view& text) {
    std::size_t const end = text.find("\r\n");
    if (end == std::string_view::npos) refuse("a line does not end");
    auto const line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line;
}

void read_request_line(std::string_view line, Head& head, Limits const& limits) {
    std::size_t const first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) refuse("not a request line");
    std::string_view const method = line.substr(0, first), version = line.substr(last + 1);
    std::string_view const target = line.substr(first + 1, last - first - 1);
    if (!is_token(method) || method.size() > 32) refuse("not a method");
    if (target.size() > limits.target) throw Refusal(414, "the request target is too long");
    bool const plain = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (target.empty() || !plain) refuse("the request target holds what must be percent-encoded");
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || version[6] != '.' ||
        !is_digit(version[5]) || !is_digit(version[7]))
        refuse("no version of HTTP");
    if (version[5] != '1') throw Refusal(505, "HTTP/1.0 or HTTP/1.1 is spoken here");
    head.version_1_0 = version[7] == '0';
    head.keep_alive = !head.version_1_0;
    head.request.method = method_named(method);
    head.request.target = target;
}

std::uint64_t read_length(std::string_view value) {
    std::uint64_t length = 0;
    auto const* const end = value.data() + value.size();
    auto const [stop, error] = std::from_chars(value.data(), end, length);
    if (error == std::errc::result_out_of_range) throw Refusal(413, "the body is too large");
    if (error != std::errc() || stop != end) refuse("Content-Length is not a number");
    return length;
}

/// Whether the list of a header ("keep-alive, Upgrade") names this.
bool names(std::string_view list, std::string_view name) {
    while (!list.empty()) {
        std::size_t const comma = std::min(list.find(','), list.size());
        if (same_name(trimmed(list.substr(0, comma)), name)) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

/// `GET http://host:80/path` is `GET /path` with that Host (RFC 9112, 3.2.2).
void take_absolute_target(Request& request) {
    std::string const& target = request.target;
    bool const web = same_name(std::string_view(target).substr(0, 7), "http://");
    if (!web && !same_name(std::string_view(target).substr(0, 8), "https://")) return;
    std::size_t const authority = web ? 7 : 8;
    std::size_t const path = std::min(target.find_first_of("/?", authority), target.size());
    std::string const named = target.substr(authority, path - authority);
    std::string const rest = target.substr(path);
    request.target = !rest.empty() && rest.front() == '/' ? rest : "/" + rest;
    for (auto& header : request.headers)
        if (same_name(header.name, "Host")) header.value = named;
}

/// Reads the headers that say how the request goes on; counts those that may come only once.
class Framing {
  public:
    explicit Framing(Head& head) : head_(head) {}

    void see(std::string_view name, std::string_view value) {
        // Told apart by length first: most headers are none of these.
        switch (name.size()) {
            case 4:
                if (same_name(name, "Host")) hosts_ += 1;
                break;
            case 6:
                if (same_name(name, "Expect")) expect(value);
                break;
            case 10:
                if (same_name(name, "Connection")) connection(value);
                break;
            case 14:
                if (same_name(name, "Content-Length")) {
                    ++lengths_;
                    head_.content_length = read_length(value);
                }
                break;
            case 17:
                if (same_name(name, "Transfer-Encoding")) {
                    ++codings_;
                    coding_ = value;
                }
                break;
            default:
                break;
        }
    }

    void finish() {
        if (hosts_ > 1) refuse("more than one Host");
        if (hosts_ == 0 && !head_.version_1_0) refuse("no Host");
        // Two lengths, or a length and chunks: a proxy may believe the one, we the other (RFC 9112, 6.3).
        if (lengths_ > 1) refuse("more than one Content-Length");
        if (codings_ > 1) refuse("more than one Transfer-Encoding");
        if (codings_ > 0 && lengths_ > 0) refuse("both Content-Length and Transfer-Encoding");
        if (codings_ > 0 && head_.version_1_0) refuse("HTTP/1.0 has no Transfer-Encoding");
        if (codings_ > 0 && !same_name(coding_, "chunked"))
            throw Refusal(501, "the only transfer coding is chunked");
        head_.chunked = codings_ > 0;
        head_.has_body = head_.chunked || head_.content_length > 0;
    }

  private:
    void connection(std::string_view value) {
        if (names(value, "close"))
            head_.keep_alive = false;
        else if (head_.version_1_0 && names(value, "keep-alive"))
            head_.keep_alive = true;
    }
    void expect(std::string_view value) {
        if (!same_name(value, "100-continue")) throw Refusal(417, "the only expectation is 100-continue");
        head_.expects_continue = !head_.version_1_0;
    }

    Head& head_;
    int hosts_ = 0, lengths_ = 0, codings_ = 0;
    std::string_view coding_;
};

}  // namespace

std::size_t end_of_head(std::string_view received, std::size_t from) {
    std::size_t const found = received.find("\r\n\r\n", from > 3 ? from - 3 : 0);
    return found == std::string_view::npos ? found : found + 4;
}

Head parse_head(std::string_view text, Limits const& limits) {
    Head head;
    read_request_line(take_line(text), head, limits);
    Framing framing(head);
    auto& headers = head.request.headers;
    headers.reserve(8);
    for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
        if (headers.size() == limits.headers) throw Refusal(431, "there are too many headers");
        std::size_t const colon = line.find(':');
        if (colon == std::string_view::npos) refuse("a header without a colon");
        // Also refuses a blank before the colon, and a line that goes on the one before.
        if (!is_token(line.substr(0, colon))) refuse("not the name of a header");
        auto const value = trimmed(line.substr(colon + 1));
        if (!is_field_value(value)) refuse("a control character in a header");
        headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
        framing.see(line.substr(0, colon), value);
    }
    framing.finish();
    take_absolute_target(head.request);
    return head;
}

}  // namespace vespa::uws::http
