#include "http/percent.hpp"

#include <cstddef>

namespace vespa::uws::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// Length of the well-formed UTF-8 sequence at `at`, 0 if there is none (Unicode standard, table 3-7).
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
    auto const byte = [&](std::size_t i) -> unsigned {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    auto const continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    unsigned const first = byte(at);
    if (first < 0x80U) return 1;
    if (first >= 0xC2U && first <= 0xDFU) return continues(at + 1) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        unsigned const second = byte(at + 1);
        unsigned const low = first == 0xE0U ? 0xA0U : 0x80U;
        unsigned const high = first == 0xEDU ? 0x9FU : 0xBFU;
        return second >= low && second <= high && continues(at + 2) ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        unsigned const second = byte(at + 1);
        unsigned const low = first == 0xF0U ? 0x90U : 0x80U;
        unsigned const high = first == 0xF4U ? 0x8FU : 0xBFU;
        return second >= low && second <= high && continues(at + 2) && continues(at + 3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t const length = sequence_length(bytes, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string to_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t const length = sequence_length(bytes, at);
        if (length == 0)
            text += "\xEF\xBF\xBD";
        else
            text += bytes.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    return text;
}

std::optional<std::string> decode_percent(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus == Plus::is_blank) {
            c = ' ';
        } else if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int const high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return std::nullopt;
        decoded += c;
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

std::string encode_percent(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (char const c : text) {
        if (is_unreserved(c)) {
            encoded += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

}  // namespace vespa::uws::http
