#include "compare.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lbl/line_sum/line_sum.hpp"
#include "lbl/line_sum/plain_sum.hpp"

namespace vespa::lbl::testing {

namespace {

double relative(double difference, double size) {
    return difference == 0 ? 0
           : size == 0     ? std::numeric_limits<double>::infinity()
                           : std::abs(difference) / size;
}

}  // namespace

std::vector<double> summed(SpectralGrid const& grid, Wings const& wings, Precision precision,
                           LayerLines const& lines) {
    LineSum sum(grid, wings, precision);
    std::vector<double> sigma(static_cast<std::size_t>(grid.points));
    sum.add(lines, sigma);
    return sigma;
}

Errors errors_of(SpectralGrid const& grid, Wings const& wings, Precision precision, LayerLines const& lines,
                 std::int64_t points, bool slopes) {
    LineSum sum(grid, wings, precision);
    std::vector<double> sigma(static_cast<std::size_t>(grid.points)), slope(slopes ? sigma.size() : 0);
    sum.add(lines, sigma, slope);
    std::vector<std::int64_t> at;
    std::int64_t const count = points == 0 ? grid.points : points;
    for (std::int64_t k = 0; k < count; ++k)
        at.push_back(points == 0 ? k : (k * 7919 * 104729 + 3 * k) % grid.points);
    auto const plain = plain_sum(grid, wings, lines, at);
    Errors errors;
    for (std::size_t k = 0; k < at.size(); ++k) {
        auto const i = static_cast<std::size_t>(at[k]);
        double const error = relative(sigma[i] - plain[k].value, plain[k].magnitude);
        if (!(error <= errors.sum)) {
            errors.sum = error;
            errors.worst_point = at[k];
        }
        if (!slopes) continue;
        double const size = std::abs(plain[k].slope) + plain[k].magnitude / lines.temperature;
        errors.slope = std::max(errors.slope, relative(slope[i] - plain[k].slope, size));
    }
    return errors;
}

LayerLines one_line(double position, double gamma, double alpha) {
    LayerLines lines;
    lines.position = lines.centre = {position};
    lines.strength = {1e-20};
    lines.lorentz_half_width = {gamma};
    lines.doppler_width = {alpha};
    lines.temperature = 296;
    return lines;
}

}  // namespace vespa::lbl::testing
