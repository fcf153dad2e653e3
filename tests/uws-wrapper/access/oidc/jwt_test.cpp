// Tokens signed here by OpenSSL, and what an attacker makes of them.
#include "access/oidc/jwt.hpp"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include "access/oidc/bad_token.hpp"
#include "access/oidc/key_set.hpp"
#include "access/secrets.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;
Instant const present = *parse_instant("2026-05-04T12:00:00");
std::int64_t const present_s = present.time_since_epoch().count() / 1000;

struct Signer {
    EVP_PKEY* key;
    bool rsa;
    explicit Signer(bool is_rsa, unsigned bits = 2048)
        : key(is_rsa ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256")), rsa(is_rsa) {}
    ~Signer() { EVP_PKEY_free(key); }
    Signer(Signer const&) = delete;
    Signer& operator=(Signer const&) = delete;

    std::string number(char const* name, int width) const {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key, name, &value);
        std::string bytes(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(value)), '\0');
        BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
        BN_free(value);
        return to_base64url(bytes);
    }
    json jwk(std::string const& id) const {
        if (rsa)
            return {{"kty", "RSA"},
                    {"kid", id},
                    {"n", number(OSSL_PKEY_PARAM_RSA_N, 0)},
                    {"e", number(OSSL_PKEY_PARAM_RSA_E, 0)}};
        return {{"kty", "EC"},
                {"crv", "P-256"},
                {"kid", id},
                {"x", number(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
                {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    }
    std::string sign(json const& header, json const& claims) const {
        std::string const text = to_base64url(header.dump()) + "." + to_base64url(claims.dump());
        EVP_MD_CTX* const context = EVP_MD_CTX_new();
        EVP_PKEY_CTX* options = nullptr;
        EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key);
        if (header.value("alg", "") == "PS256") {
            EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
        }
        std::string made(1024, '\0');
        std::size_t size = made.size();
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(made.data()), &size,
                       reinterpret_cast<unsigned char const*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        made.resize(size);
        if (!rsa) made = plain(made);
        return text + "." + to_base64url(made);
    }
    static std::string plain(std::string const& der) {
        auto const* at = reinterpret_cast<unsigned char const*>(der.data());
        ECDSA_SIG* const both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        std::string bytes(64, '\0');
        auto* const to = reinterpret_cast<unsigned char*>(bytes.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(both), to, 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(both), to + 32, 32);
        ECDSA_SIG_free(both);
        return bytes;
    }
};

KeySet keys_of(std::vector<json> const& keys) {
    return KeySet::parse(json{{"keys", keys}}.dump());
}

json const claims = {
    {"iss", "https://idp"}, {"aud", {"us", "them"}}, {"sub", "ada"}, {"exp", present_s + 600}};

TEST(Jwt, IsVerifiedWithEachAlgorithm) {
    Signer const rsa(true), ec(false);
    KeySet const keys = keys_of({rsa.jwk("r"), ec.jwk("e")});
    EXPECT_EQ(keys.size(), 2U);
    for (auto const* const algorithm : {"RS256", "PS256"})
        EXPECT_NO_THROW(keys.verify(parse_jwt(rsa.sign({{"alg", algorithm}, {"kid", "r"}}, claims))))
            << algorithm;
    EXPECT_NO_THROW(keys.verify(parse_jwt(ec.sign({{"alg", "ES256"}, {"kid", "e"}}, claims))));
    EXPECT_NO_THROW(keys.verify(parse_jwt(ec.sign({{"alg", "ES256"}}, claims))));
}

TEST(Jwt, IsRefusedIfAnythingAboutItsSignatureIsWrong) {
    Signer const rsa(true), other(true), ec(false);
    KeySet const keys = keys_of({rsa.jwk("r"), ec.jwk("e")});
    std::string const good = rsa.sign({{"alg", "RS256"}, {"kid", "r"}}, claims);
    std::string tampered = good;
    tampered[good.find('.') + 5] = tampered[good.find('.') + 5] == 'A' ? 'B' : 'A';
    EXPECT_THROW(keys.verify(parse_jwt(tampered)), BadToken);
    EXPECT_THROW(keys.verify(parse_jwt(other.sign({{"alg", "RS256"}, {"kid", "r"}}, claims))), BadToken);
    EXPECT_THROW(keys.verify(parse_jwt(rsa.sign({{"alg", "RS256"}, {"kid", "x"}}, claims))), BadToken);
    EXPECT_THROW(keys.verify(parse_jwt(rsa.sign({{"alg", "RS256"}, {"kid", "e"}}, claims))), BadToken);
    EXPECT_THROW(keys.verify(parse_jwt(rsa.sign({{"alg", "PS256"}, {"kid", "r"}}, claims).append("AA"))),
                 BadToken);
    EXPECT_THROW(keys.verify(parse_jwt(good.substr(0, good.rfind('.') + 1))), BadToken);
}

TEST(Jwt, TakesNoAlgorithmOfTheSendersChoice) {
    Signer const rsa(true);
    std::string const n = rsa.number(OSSL_PKEY_PARAM_RSA_N, 0);
    for (auto const* const algorithm : {"none", "None", "HS256", "RS1", "", "RS384"}) {
        std::string const text =
            to_base64url(json{{"alg", algorithm}, {"kid", "r"}}.dump()) + "." + to_base64url(claims.dump());
        std::array<unsigned char, 32> mac{};
        HMAC(EVP_sha256(), n.data(), static_cast<int>(n.size()),
             reinterpret_cast<unsigned char const*>(text.data()), text.size(), mac.data(), nullptr);
        EXPECT_THROW(
            parse_jwt(text + "." + to_base64url({reinterpret_cast<char const*>(mac.data()), mac.size()})),
            BadToken)
            << algorithm;
        EXPECT_THROW(parse_jwt(text + "."), BadToken) << algorithm;
    }
    EXPECT_THROW(parse_jwt(rsa.sign({{"alg", "RS256"}, {"crit", {"b64"}}}, claims)), BadToken);
}

TEST(Jwt, IsRefusedIfMalformed) {
    std::string const header = to_base64url(R"({"alg":"RS256"})");
    std::string const deep = to_base64url("{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}");
    for (std::string const& text :
         {std::string(), std::string("a.b"), header + ".e30", header + ".e30.x.y", header + ".W10.AA",
          header + ".!!.AA", header + "." + deep + ".AA", std::string(20000, 'a')})
        EXPECT_THROW(parse_jwt(text), BadToken) << text.substr(0, 60);
}

TEST(Keys, ThatAreWeakOrForOtherUsesArePassedOver) {
    Signer const weak(true, 1024), good(true), ec(false);
    json encrypting = good.jwk("x"), off_curve = ec.jwk("y");
    encrypting["use"] = "enc";
    off_curve["y"] = off_curve["x"];
    EXPECT_EQ(keys_of({weak.jwk("w"), encrypting, off_curve, {{"kty", "oct"}, {"k", "AA"}}, 5, good.jwk("g")})
                  .size(),
              1U);
    EXPECT_THROW(KeySet::parse("[]"), BadToken);
    EXPECT_THROW(KeySet::parse("{\"keys\":5}"), BadToken);
}

TEST(Claims, AreHeldToTheRules) {
    ClaimRules const rules{"https://idp", {"us"}, std::chrono::seconds(60)};
    auto const with = [](char const* name, json const& value) {
        json changed = claims;
        changed[name] = value;
        return changed;
    };
    EXPECT_NO_THROW(check_claims(claims, rules, present));
    EXPECT_NO_THROW(check_claims(with("aud", "us"), rules, present));
    EXPECT_NO_THROW(check_claims(with("exp", present_s - 59), rules, present));
    EXPECT_NO_THROW(check_claims(with("nbf", present_s + 59), rules, present));
    for (auto const& bad :
         {with("iss", "https://idp/"), with("aud", "them"), with("aud", json::array()), with("aud", 5),
          with("exp", present_s - 60), with("exp", "soon"), with("exp", nullptr), with("exp", 1e300),
          with("nbf", present_s + 61), with("nbf", "x")})
        EXPECT_THROW(check_claims(bad, rules, present), BadToken) << bad;
}

}  // namespace
}  // namespace vespa::uws
