#include "access/oidc/jwt.hpp"

#include <algorithm>
#include <cctype>

#include "access/oidc/bad_token.hpp"
#include "access/secrets.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

constexpr std::size_t longest_token = 16 * 1024;
constexpr int deepest_json = 16;

/// Objects only, and not so deep that reading them costs more than it should.
json parse_object(std::string const& text) {
    json const value = json::parse(
        text,
        [](int depth, json::parse_event_t, json&) {
            if (depth > deepest_json) throw BadToken("the token's JSON is nested too deep");
            return true;
        },
        false);
    if (!value.is_object()) throw BadToken("the token does not hold JSON objects");
    return value;
}

std::string decode(std::string_view part) {
    auto bytes = from_base64url(part);
    if (!bytes) throw BadToken("the token is not Base64url");
    return *bytes;
}

}  // namespace

bool looks_like_jwt(std::string_view token) {
    return token.substr(0, 2) == "ey" && std::count(token.begin(), token.end(), '.') == 2;
}

Jwt parse_jwt(std::string_view token) {
    if (token.size() > longest_token) throw BadToken("the token is too long");
    auto const first = token.find('.');
    auto const second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
        throw BadToken("the token has not three parts");
    Jwt jwt;
    json const header = parse_object(decode(token.substr(0, first)));
    jwt.claims = parse_object(decode(token.substr(first + 1, second - first - 1)));
    jwt.signature = decode(token.substr(second + 1));
    jwt.signed_part = token.substr(0, second);
    jwt.algorithm = text_claim(header, "alg");
    jwt.key_id = text_claim(header, "kid");
    jwt.type = text_claim(header, "typ");
    std::transform(jwt.type.begin(), jwt.type.end(), jwt.type.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    if (header.contains("crit")) throw BadToken("the token has extensions that are not known here");
    if (jwt.algorithm != "RS256" && jwt.algorithm != "PS256" && jwt.algorithm != "ES256")
        throw BadToken("the token is not signed with RS256, PS256 or ES256");
    return jwt;
}

std::string text_claim(json const& claims, std::string const& name) {
    auto const found = claims.find(name);
    return found != claims.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> list_claim(json const& claims, std::string const& name) {
    std::vector<std::string> texts;
    auto const found = claims.find(name);
    if (found == claims.end()) return texts;
    if (found->is_string()) texts.push_back(found->get<std::string>());
    if (found->is_array())
        for (auto const& element : *found)
            if (element.is_string()) texts.push_back(element.get<std::string>());
    return texts;
}

std::optional<Instant> time_claim(json const& claims, std::string const& name) {
    constexpr double latest = 253402300799;  // the year 9999
    auto const found = claims.find(name);
    if (found == claims.end() || !found->is_number()) return std::nullopt;
    auto const seconds = found->get<double>();
    if (!(seconds >= 0 && seconds <= latest)) return std::nullopt;
    return Instant(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

void check_claims(json const& claims, ClaimRules const& rules, Instant present) {
    if (text_claim(claims, "iss") != rules.issuer) throw BadToken("the token is of another issuer");
    auto const audience = list_claim(claims, "aud");
    bool const ours =
        rules.audiences.empty() ||
        std::any_of(audience.begin(), audience.end(), [&](std::string const& word) {
            return std::find(rules.audiences.begin(), rules.audiences.end(), word) != rules.audiences.end();
        });
    if (!ours) throw BadToken("the token is meant for somebody else (aud)");
    auto const expires = time_claim(claims, "exp");
    if (!expires && (rules.must_expire || claims.contains("exp")))
        throw BadToken("the token does not say until when it is valid (exp)");
    if (expires && *expires + rules.leeway <= present) throw BadToken("the token has expired");
    auto const begins = time_claim(claims, "nbf");
    if (!begins && claims.contains("nbf")) throw BadToken("the token's nbf is malformed");
    if (begins && *begins - rules.leeway > present) throw BadToken("the token is not valid yet");
}

}  // namespace vespa::uws
