#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace vespa::uws::http {

/// Names requests, so that the lines of a client, a proxy and this server about one request are found
/// together.
class RequestIds {
  public:
    RequestIds();
    /// What the client has sent as X-Request-ID if it is fit for a log (1 to 128 of A-Z a-z 0-9 . _ -), else
    /// a new one.
    std::string of(std::string_view sent);

  private:
    std::uint64_t next_;
};

}  // namespace vespa::uws::http
