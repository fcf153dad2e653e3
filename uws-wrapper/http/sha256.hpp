#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace vespa::uws::http {

/// The SHA-256 of bytes that come piece by piece.
class Sha256 {
  public:
    /// Throws std::runtime_error if OpenSSL has none.
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    /// 64 hex digits; nothing may be added after.
    std::string finish();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace vespa::uws::http
