#include "lbl/absorption/checked_points.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::lbl {
namespace {

/// SplitMix64 (Steele, Lea & Flood 2014, OOPSLA, 453).
std::uint64_t next(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

}  // namespace

std::vector<std::int64_t> checked_points(CheckedSum const& sum, CheckedSums const& all, std::int64_t wanted,
                                         std::int64_t grid_points, std::int64_t block_points) {
    std::uint64_t random = sum.seed;
    bool const is_drawn = next(random) % all.gases == sum.gas && next(random) % all.states == sum.state;
    if (wanted <= 0 || !is_drawn) return {};
    double const share =
        static_cast<double>(wanted) * static_cast<double>(block_points) / static_cast<double>(grid_points);
    auto const count = std::min(block_points, static_cast<std::int64_t>(std::ceil(share)));
    std::vector<std::int64_t> points;
    for (std::int64_t i = 0; i < count; ++i)
        points.push_back(static_cast<std::int64_t>(next(random) % static_cast<std::uint64_t>(block_points)));
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

}  // namespace vespa::lbl
