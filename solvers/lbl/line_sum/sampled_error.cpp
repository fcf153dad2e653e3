#include "lbl/line_sum/sampled_error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "lbl/split_mix.hpp"

namespace vespa::lbl {

SampledError error_at(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                      std::span<double const> sigma, std::span<std::int64_t const> points) {
    auto const plain = plain_sum(grid, wings, lines, points);
    SampledError error;
    for (std::size_t k = 0; k < points.size(); ++k) {
        double const difference = std::abs(sigma[static_cast<std::size_t>(points[k])] - plain[k].value);
        double const relative = difference == 0           ? 0
                                : plain[k].magnitude == 0 ? std::numeric_limits<double>::infinity()
                                                          : difference / plain[k].magnitude;
        if (error.point < 0 || !(relative <= error.largest)) {
            error.largest = relative;
            error.point = points[k];
        }
        ++error.compared;
    }
    return error;
}

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
            (static_cast<double>(k) + split_mix_uniform(seed, static_cast<std::uint64_t>(k) + 1)) * stretch;
        at.push_back(std::min(static_cast<std::int64_t>(place), grid.points - 1));
    }
    return error_at(grid, wings, lines, sigma, at);
}

}  // namespace vespa::lbl
