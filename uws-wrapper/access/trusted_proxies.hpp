#pragma once
#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace vespa::uws {

/// No numeric address or network; what() says which.
class BadAddress : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The addresses whose X-Forwarded-* headers are believed. From anybody else they are what a client made up.
class TrustedProxies {
  public:
    /// \param networks such as "127.0.0.1", "10.1.0.0/16", "fd00::/8", or "unix" for whoever comes by a Unix
    /// socket. Throws BadAddress.
    explicit TrustedProxies(std::vector<std::string> const& networks);

    bool trusts(std::string_view address) const;
    /// The address of the client: the peer's, or behind trusted proxies the last of X-Forwarded-For that is
    /// not theirs.
    std::string client_of(http::Request const& request) const;
    /// Scheme and host as the client used them, from X-Forwarded-Proto and -Host of a trusted proxy; nothing
    /// otherwise, or if they are malformed.
    struct Front {
        std::string scheme, host;
    };
    std::optional<Front> front_of(http::Request const& request) const;

  private:
    struct Network {
        std::array<unsigned char, 16> bytes{};
        unsigned bits = 128;
    };
    std::vector<Network> networks_;
    bool unix_ = false;
};

}  // namespace vespa::uws
