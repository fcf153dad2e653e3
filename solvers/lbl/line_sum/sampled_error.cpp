#include "lbl/line_sum/sampled_error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "lbl/line_sum/plain_sum.hpp"

namespace vespa::lbl {

namespace {

/// Uniform in [0, 1): Steele, Lea & Flood 2014, SplitMix64.
double uniform(std::uint64_t seed, std::uint64_t k) {
    std::uint64_t z = seed + (k + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

}  // namespace

SampledError sampled_error(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                           std::span<double const> sigma, std::int64_t points, std::uint64_t seed) {
    if (sigma.size() != static_cast<std::size_t>(grid.points))
        throw BadInput("has " + std::to_string(sigma.size()) + " values", "sampled error, sum of lines",
                       std::to_string(grid.points) + ", one a point of the grid");
    std::int64_t const count = std::clamp(points, std::int64_t{0}, grid.points);
    std::vector<std::int64_t> at;
    double const stretch =
        static_cast<double>(grid.points) / static_cast<double>(std::max(count, std::int64_t{1}));
    for (std::int64_t k = 0; k < count; ++k) {
        double const place =
            (static_cast<double>(k) + uniform(seed, static_cast<std::uint64_t>(k))) * stretch;
        at.push_back(std::min(static_cast<std::int64_t>(place), grid.points - 1));
    }
    auto const plain = plain_sum(grid, wings, lines, at);
    SampledError error;
    for (std::size_t k = 0; k < at.size(); ++k) {
        double const difference = std::abs(sigma[static_cast<std::size_t>(at[k])] - plain[k].value);
        double const relative = difference == 0           ? 0
                                : plain[k].magnitude == 0 ? std::numeric_limits<double>::infinity()
                                                          : difference / plain[k].magnitude;
        if (error.point < 0 || !(relative <= error.largest)) {
            error.largest = relative;
            error.point = at[k];
        }
        ++error.compared;
    }
    return error;
}

}  // namespace vespa::lbl
