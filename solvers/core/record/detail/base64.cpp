#include "core/record/detail/base64.hpp"

#include <cstdint>

namespace vespa::record::detail {
namespace {

constexpr std::size_t bytes_of_line = 57;
constexpr char const* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void encode(std::span<std::byte const> bytes, std::string& out) {
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::size_t const present = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = (bits << 8u) | (k < present ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= present ? alphabet[(bits >> (18 - 6 * k)) & 63u] : '=';
    }
    out += '\n';
}

}  // namespace

std::string Base64::add(std::span<std::byte const> bytes) {
    std::string out;
    out.reserve((waiting_.size() + bytes.size()) / bytes_of_line * 77);
    if (!waiting_.empty()) {
        auto const taken = std::min(bytes.size(), bytes_of_line - waiting_.size());
        waiting_.insert(waiting_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
        bytes = bytes.subspan(taken);
        if (waiting_.size() < bytes_of_line) return out;
        encode(waiting_, out);
        waiting_.clear();
    }
    for (; bytes.size() >= bytes_of_line; bytes = bytes.subspan(bytes_of_line))
        encode(bytes.first(bytes_of_line), out);
    waiting_.assign(bytes.begin(), bytes.end());
    return out;
}

std::string Base64::end() {
    std::string out;
    if (!waiting_.empty()) encode(waiting_, out);
    waiting_.clear();
    return out;
}

}  // namespace vespa::record::detail
