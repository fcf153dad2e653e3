#include "access/origin.hpp"

#include <algorithm>

namespace vespa::uws {
namespace {

/// "http://host:8642/vespa/x" -> "http://host:8642"
std::string_view site_of(std::string_view url) {
    std::size_t const scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return url.substr(0, std::min(url.find('/', scheme + 3), url.size()));
}

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 260 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]") ==
               std::string_view::npos;
}

bool is_loopback_name(std::string_view host) {
    std::string_view const name =
        host.substr(0, host.front() == '[' ? std::min(host.find(']'), host.size() - 1) + 1 : host.find(':'));
    return http::same_name(name, "localhost") || name == "[::1]" ||
           (name.substr(0, 4) == "127." && name.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

PublicBase::PublicBase(std::string public_url, bool loopback)
    : public_url_(std::move(public_url)), loopback_(loopback) {
    while (!public_url_.empty() && public_url_.back() == '/')
        public_url_.pop_back();
    if (public_url_.empty()) return;
    std::string_view const site = site_of(public_url_);
    bool const web = site.substr(0, 7) == "http://" || site.substr(0, 8) == "https://";
    host_ = web ? site.substr(site.find("://") + 3) : std::string_view{};
    path_ = public_url_.substr(site.size());
    bool const plain_path =
        path_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/") ==
        std::string::npos;
    if (!is_host(host_) || !plain_path)
        throw BadUrl("'" + public_url_ + "' is not a URL such as https://example.org/vespa");
}

std::string PublicBase::base_of(http::Request const& request,
                                std::optional<TrustedProxies::Front> const& front) const {
    if (front && public_url_.empty()) {
        if (!is_host(front->host)) throw http::Refusal(400, "the X-Forwarded-Host header is malformed");
        return front->scheme + "://" + front->host;
    }
    std::string_view const host = request.header("Host");
    if (!is_host(host)) throw http::Refusal(400, "the Host header is missing or malformed");
    bool const ours = http::same_name(host, host_) || !loopback_ || is_loopback_name(host);
    if (!ours) throw http::Refusal(403, "this server is not known as '" + std::string(host) + "'");
    return public_url_.empty() ? "http://" + std::string(host) : public_url_;
}

void PublicBase::check_origin(http::Request const& request, std::string_view base) {
    std::string_view const origin = request.header("Origin");
    if (!origin.empty() && !http::same_name(origin, site_of(base)))
        throw http::Refusal(403, "a request from the page of another site is refused");
}

void PublicBase::check_cookie_origin(http::Request const& request, std::string_view base) {
    check_origin(request, base);
    if (request.header("Origin").empty() && request.header("X-Requested-With").empty())
        throw http::Refusal(403,
                            "a request that a cookie vouches for must say where it comes from: "
                            "send the header X-Requested-With, or use a token");
}

}  // namespace vespa::uws
