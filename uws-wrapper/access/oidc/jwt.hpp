#pragma once
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/instant.hpp"

namespace vespa::uws {

/// A JSON Web Token (RFC 7519, compact JWS of RFC 7515) taken apart; nothing of it is to be believed before
/// its signature is verified (KeySet).
struct Jwt {
    std::string algorithm, key_id, type;  ///< "alg", "kid" (may be empty), "typ" in lower case (may be empty)
    nlohmann::json claims;                ///< an object
    std::string signed_part, signature;   ///< as text; as bytes
};

/// Whether the text has the form of a JWT at all: an opaque token has not.
bool looks_like_jwt(std::string_view token);

/// Throws BadToken if malformed, if it has critical extensions ("crit"), or if its algorithm is none of
/// RS256, PS256 and ES256: with a key of the sender's choice, or none at all, anybody could sign.
Jwt parse_jwt(std::string_view token);

/// What the claims of a token must say.
struct ClaimRules {
    std::string issuer;                  ///< "iss", byte for byte
    std::vector<std::string> audiences;  ///< of which "aud" must hold one; empty = it is not looked at
    std::chrono::seconds leeway{60};
    bool must_expire = true;
};

/// Throws BadToken unless iss and aud are right, exp is to come and nbf is over (each give or take the
/// leeway).
void check_claims(nlohmann::json const& claims, ClaimRules const& rules, Instant present);

/// A claim that is a text; empty if there is none of that name and type.
std::string text_claim(nlohmann::json const& claims, std::string const& name);
/// A claim that is a text or a list of texts; other elements are left out.
std::vector<std::string> list_claim(nlohmann::json const& claims, std::string const& name);
/// A claim that is a time ("exp", "nbf").
std::optional<Instant> time_claim(nlohmann::json const& claims, std::string const& name);

}  // namespace vespa::uws
