#pragma once
#include <cstdint>

namespace vespa::lbl {

/// Number k >= 1 of SplitMix64's sequence from a seed (Steele et al. 2014, doi:10.1145/2714064.2660195).
constexpr std::uint64_t split_mix(std::uint64_t seed, std::uint64_t k) {
    std::uint64_t z = seed + k * 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/// The same as a number in [0, 1).
constexpr double split_mix_uniform(std::uint64_t seed, std::uint64_t k) {
    return static_cast<double>(split_mix(seed, k) >> 11) * 0x1p-53;
}

}  // namespace vespa::lbl
