#include "selftest/digest.hpp"

#include <algorithm>
#include <bit>

namespace vespa::selftest {
namespace {

constexpr std::array<std::uint32_t, 64> constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

}  // namespace

void Digest::take(unsigned char const* block) {
    using std::rotr;
    std::array<std::uint32_t, 64> words;
    for (std::size_t i = 0; i < 16; ++i)
        words[i] = std::uint32_t{block[4 * i]} << 24U | std::uint32_t{block[4 * i + 1]} << 16U |
                   std::uint32_t{block[4 * i + 2]} << 8U | block[4 * i + 3];
    for (std::size_t i = 16; i < 64; ++i) {
        auto const a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + words[i - 7] + (rotr(a, 7) ^ rotr(a, 18) ^ a >> 3U) +
                   (rotr(b, 17) ^ rotr(b, 19) ^ b >> 10U);
    }
    auto s = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        auto const first = s[7] + (rotr(s[4], 6) ^ rotr(s[4], 11) ^ rotr(s[4], 25)) +
                           ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants[i] + words[i];
        auto const second = (rotr(s[0], 2) ^ rotr(s[0], 13) ^ rotr(s[0], 22)) +
                            ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s = {first + second, s[0], s[1], s[2], s[3] + first, s[4], s[5], s[6]};
    }
    for (std::size_t i = 0; i < 8; ++i)
        state_[i] += s[i];
}

void Digest::add(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const held = static_cast<std::size_t>(size_ % 64);
        auto const count = std::min(64 - held, bytes.size());
        std::copy_n(bytes.begin(), count, rest_.begin() + static_cast<std::ptrdiff_t>(held));
        size_ += count;
        bytes.remove_prefix(count);
        if (held + count == 64) take(rest_.data());
    }
}

std::string Digest::finish() {
    std::uint64_t const bits = 8 * size_;
    add(std::string_view("\x80", 1));
    while (size_ % 64 != 56)
        add(std::string_view("\0", 1));
    std::array<char, 8> length;
    for (unsigned i = 0; i < 8; ++i)
        length[i] = static_cast<char>(bits >> (56 - 8 * i) & 0xffU);
    add({length.data(), length.size()});
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto const word : state_)
        for (unsigned i = 0; i < 8; ++i)
            text += digits[word >> (28 - 4 * i) & 15U];
    return text;
}

}  // namespace vespa::selftest
