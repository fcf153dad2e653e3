#include "access/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "http/form.hpp"

namespace vespa::uws {
namespace {

using Bytes = std::array<unsigned char, 16>;
constexpr unsigned mapped_bits = 96;  // ::ffff:a.b.c.d

/// IPv4 in its IPv6 form, so that both are compared alike.
std::optional<Bytes> bytes_of(std::string const& address) {
    Bytes bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return bytes;
    bytes[10] = bytes[11] = 0xFF;
    if (::inet_pton(AF_INET, address.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

bool same_bits(Bytes const& a, Bytes const& b, unsigned bits) {
    unsigned const whole = bits / 8, rest = bits % 8;
    if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

/// The last of a comma-separated list, which it loses.
std::string_view take_last(std::string_view& list) {
    auto const comma = list.rfind(',');
    std::string_view const last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
    return http::trimmed(last);
}

}  // namespace

TrustedProxies::TrustedProxies(std::vector<std::string> const& networks) {
    for (auto const& text : networks) {
        if (text == "unix") {
            unix_ = true;
            continue;
        }
        auto const slash = text.find('/');
        auto const bytes = bytes_of(text.substr(0, slash));
        bool const four = text.find(':') == std::string::npos;
        unsigned bits = four ? 32 : 128;
        if (bytes && slash != std::string::npos) {
            char const* const end = text.data() + text.size();
            unsigned const most = bits;
            auto const read = std::from_chars(text.data() + slash + 1, end, bits);
            if (read.ec != std::errc() || read.ptr != end || bits > most)
                throw BadAddress("'" + text + "' has no length from 0 to " + std::to_string(most));
        }
        if (!bytes) throw BadAddress("'" + text + "' is neither a numeric address nor a network");
        networks_.push_back({*bytes, four ? bits + mapped_bits : bits});
    }
}

bool TrustedProxies::trusts(std::string_view address) const {
    if (address == "unix") return unix_;
    auto const bytes = bytes_of(std::string(address));
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&](Network const& network) {
               return same_bits(*bytes, network.bytes, network.bits);
           });
}

std::string TrustedProxies::client_of(http::Request const& request) const {
    std::string client = request.peer;
    std::string_view forwarded = request.header("X-Forwarded-For");
    // From the right: each proxy appends whom it saw, and only what trusted ones appended is true.
    while (trusts(client) && !forwarded.empty()) {
        std::string const before(take_last(forwarded));
        if (!bytes_of(before)) break;
        client = before;
    }
    return client;
}

std::optional<TrustedProxies::Front> TrustedProxies::front_of(http::Request const& request) const {
    if (!trusts(request.peer)) return std::nullopt;
    Front front{std::string(request.header("X-Forwarded-Proto")),
                std::string(request.header("X-Forwarded-Host"))};
    if (front.host.empty()) front.host = request.header("Host");
    if (front.scheme != "http" && front.scheme != "https") return std::nullopt;
    return front;
}

}  // namespace vespa::uws
