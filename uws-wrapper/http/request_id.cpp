#include "http/request_id.hpp"

#include <random>

namespace vespa::uws::http {
namespace {

constexpr std::size_t longest = 128;

bool is_fit(std::string_view id) {
    return !id.empty() && id.size() <= longest &&
           id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
               std::string_view::npos;
}

}  // namespace

RequestIds::RequestIds() {
    std::random_device random;
    next_ = (std::uint64_t{random()} << 32U) | random();
}

std::string RequestIds::of(std::string_view sent) {
    if (is_fit(sent)) return std::string(sent);
    // SplitMix64: no two of 2^64 alike.
    std::uint64_t bits = next_ += 0x9E3779B97F4A7C15U;
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    bits ^= bits >> 31U;
    std::string id(16, '0');
    for (auto& digit : id) {
        digit = "0123456789abcdef"[bits & 0xFU];
        bits >>= 4U;
    }
    return id;
}

}  // namespace vespa::uws::http
