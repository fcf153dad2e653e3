#pragma once
#include <array>
#include <cstdint>

namespace vespa::lbl {

/// How a store of lines lies in its file (README.md).
inline constexpr char const* store_file_type = "vespa-lbl-lines";
inline constexpr char const* store_format_version = "1.0";
inline constexpr std::uint64_t lines_a_store_piece = 65536;
/// Temperatures, K, at which each piece's strongest line is known. The logarithm of the strongest is convex
/// in 1/T, so that between two of them the straight line through both is an upper bound.
inline constexpr std::array<double, 9> bound_temperatures{20, 50, 100, 200, 296, 500, 1000, 2000, 5000};

}  // namespace vespa::lbl
