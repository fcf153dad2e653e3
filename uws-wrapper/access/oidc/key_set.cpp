#include "access/oidc/key_set.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <vector>

#include "access/oidc/bad_token.hpp"
#include "access/secrets.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr std::size_t coordinate = 32;  // bytes of P-256
constexpr int least_rsa_bits = 2048, most_rsa_bits = 16384;
constexpr std::size_t most_keys = 64;

unsigned char const* bytes(std::string const& text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

Number number(std::string const& big_endian) {
    return Number(BN_bin2bn(bytes(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

PublicKey make_key(char const* kind, OSSL_PARAM_BLD* builder) {
    Params const params(OSSL_PARAM_BLD_to_param(builder));
    KeyContext const context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* made = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return PublicKey(made);
}

PublicKey make_rsa(json const& jwk) {
    auto const n = from_base64url(text_claim(jwk, "n")), e = from_base64url(text_claim(jwk, "e"));
    if (!n || !e || n->size() > most_rsa_bits / 8 || e->size() > 8) return nullptr;
    Number const modulus = number(*n), exponent = number(*e);
    ParamBuilder const builder(OSSL_PARAM_BLD_new());
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    PublicKey key = make_key("RSA", builder.get());
    return key && EVP_PKEY_get_bits(key.get()) >= least_rsa_bits ? std::move(key) : nullptr;
}

PublicKey make_ec(json const& jwk) {
    auto const x = from_base64url(text_claim(jwk, "x")), y = from_base64url(text_claim(jwk, "y"));
    if (text_claim(jwk, "crv") != "P-256" || !x || !y || x->size() != coordinate || y->size() != coordinate)
        return nullptr;
    std::string const point = "\x04" + *x + *y;  // uncompressed
    ParamBuilder const builder(OSSL_PARAM_BLD_new());
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1)
        return nullptr;
    return make_key("EC", builder.get());
}

/// The two numbers of a JWS as the DER that OpenSSL wants; empty if they are no such signature.
std::string der_of(std::string const& signature) {
    if (signature.size() != 2 * coordinate) return {};
    EcSignature const both(ECDSA_SIG_new());
    if (ECDSA_SIG_set0(both.get(), number(signature.substr(0, coordinate)).release(),
                       number(signature.substr(coordinate)).release()) != 1)
        return {};
    unsigned char* der = nullptr;
    int const size = i2d_ECDSA_SIG(both.get(), &der);
    if (size <= 0) return {};
    std::string const text(reinterpret_cast<char const*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

bool is_signed_by(Jwt const& jwt, EVP_PKEY* key) {
    std::string const signature = jwt.algorithm == "ES256" ? der_of(jwt.signature) : jwt.signature;
    DigestContext const context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    bool ready = !signature.empty() && context &&
                 EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha256(), nullptr, key) == 1;
    if (ready && jwt.algorithm == "PS256")
        ready = EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST) == 1;
    bool const good = ready && EVP_DigestVerify(context.get(), bytes(signature), signature.size(),
                                                bytes(jwt.signed_part), jwt.signed_part.size()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace

struct KeySet::Keys {
    struct Key {
        std::string id, algorithm;  ///< either may be empty: any
        bool rsa;
        PublicKey key;

        bool fits(Jwt const& jwt) const {
            return rsa == (jwt.algorithm != "ES256") && (algorithm.empty() || algorithm == jwt.algorithm) &&
                   (jwt.key_id.empty() || id == jwt.key_id);
        }
    };
    std::vector<Key> keys;
};

KeySet::KeySet() : keys_(std::make_shared<Keys>()) {}

KeySet KeySet::parse(std::string_view text) {
    json const set = json::parse(text, nullptr, false);
    auto const list = set.is_object() ? set.find("keys") : set.end();
    if (!set.is_object() || list == set.end() || !list->is_array())
        throw BadToken("the provider's keys are no JWK set");
    auto const keys = std::make_shared<Keys>();
    for (auto const& jwk : *list) {
        if (!jwk.is_object() || keys->keys.size() >= most_keys) continue;
        if (std::string const use = text_claim(jwk, "use"); !use.empty() && use != "sig") continue;
        std::string const kind = text_claim(jwk, "kty");
        PublicKey key = kind == "RSA" ? make_rsa(jwk) : kind == "EC" ? make_ec(jwk) : nullptr;
        if (key)
            keys->keys.push_back(
                {text_claim(jwk, "kid"), text_claim(jwk, "alg"), kind == "RSA", std::move(key)});
    }
    ERR_clear_error();  // what was passed over leaves its traces
    KeySet read;
    read.keys_ = keys;
    return read;
}

bool KeySet::has_key_for(Jwt const& jwt) const {
    return std::any_of(keys_->keys.begin(), keys_->keys.end(),
                       [&](auto const& key) { return key.fits(jwt); });
}

void KeySet::verify(Jwt const& jwt) const {
    if (!has_key_for(jwt)) throw BadToken("the token's key is none of its issuer's");
    for (auto const& key : keys_->keys)
        if (key.fits(jwt) && is_signed_by(jwt, key.key.get())) return;
    throw BadToken("the token's signature is wrong");
}

std::size_t KeySet::size() const {
    return keys_->keys.size();
}

}  // namespace vespa::uws
