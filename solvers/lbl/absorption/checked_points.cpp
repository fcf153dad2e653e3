#include "lbl/absorption/checked_points.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/split_mix.hpp"

namespace vespa::lbl {

std::vector<std::int64_t> checked_points(CheckedSum const& sum, CheckedSums const& all, std::int64_t wanted,
                                         std::int64_t grid_points, std::int64_t block_points) {
    std::uint64_t drawn = 0;
    auto const next = [&] { return split_mix(sum.seed, ++drawn); };
    bool const is_drawn = next() % all.gases == sum.gas && next() % all.states == sum.state;
    if (wanted <= 0 || !is_drawn) return {};
    double const share =
        static_cast<double>(wanted) * static_cast<double>(block_points) / static_cast<double>(grid_points);
    auto const count = std::min(block_points, static_cast<std::int64_t>(std::ceil(share)));
    std::vector<std::int64_t> points;
    for (std::int64_t i = 0; i < count; ++i)
        points.push_back(static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(block_points)));
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

}  // namespace vespa::lbl
