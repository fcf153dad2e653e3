#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "access/oidc/jwt.hpp"

namespace vespa::uws {

/// The public keys of a provider (JWK Set, RFC 7517): RSA of at least 2048 bits and EC over P-256. Keys of
/// other kinds or for other uses are passed over.
class KeySet {
  public:
    /// Without any key.
    KeySet();
    /// Throws BadToken if the text is no JWK set.
    static KeySet parse(std::string_view json);

    /// Whether a key fits the token's algorithm and key id.
    bool has_key_for(Jwt const& jwt) const;
    /// Throws BadToken unless a key that fits verifies the signature. A token without key id is tried with
    /// every key that fits its algorithm.
    void verify(Jwt const& jwt) const;
    std::size_t size() const;

  private:
    struct Keys;
    std::shared_ptr<Keys const> keys_;
};

}  // namespace vespa::uws
