#include "access/secrets.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace vespa::uws {
namespace {

constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode(std::string_view bytes, std::string_view digits) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t held = 0;
    int bits = 0;
    for (char const byte : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 6; bits -= 6)
            text += digits[(held >> static_cast<unsigned>(bits - 6)) & 63U];
    }
    if (bits > 0) text += digits[(held << static_cast<unsigned>(6 - bits)) & 63U];
    return text;
}

std::optional<std::string> decode(std::string_view text, std::string_view digits) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (char const digit : text) {
        auto const value = digits.find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        held = ((held << 6U) | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((held >> bits) & 255U);
    }
    // The bits that are left over must be zero, else two texts would stand for the same bytes.
    if ((held & ((1U << bits) - 1U)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
    return encode(bytes, url_alphabet);
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, url_alphabet);
}

std::string to_base64(std::string_view bytes) {
    std::string text = encode(bytes, alphabet);
    text.resize((text.size() + 3) / 4 * 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && !text.empty() && text.back() == '='; ++padding)
        text.remove_suffix(1);
    return decode(text, alphabet);
}

std::string random_text(std::size_t bytes) {
    std::string random(bytes, '\0');
    // Up to 256 bytes come whole once the kernel's generator is seeded, which getrandom waits for.
    if (::getrandom(random.data(), bytes, 0) != static_cast<ssize_t>(bytes))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    return to_base64url(random);
}

std::string sha256_of(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest.data());
    return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

std::string fingerprint(std::string_view secret) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (char const byte : sha256_of(secret)) {
        hex += digits[static_cast<unsigned char>(byte) >> 4U];
        hex += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return hex;
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace vespa::uws
