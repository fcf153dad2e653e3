#include "lbl/line_sum/pedestal.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/units/constants.hpp"
#include "lbl/line_sum/single_lines.hpp"
#include "lbl/profile/line_profile.hpp"

namespace vespa::lbl {

namespace {

/// The line's value and slope at `cut` above its centre.
LineValue at_cut(GroupInput const& input, std::size_t j, std::span<WingPiece const> pieces, bool slopes) {
    LayerLines const& lines = input.lines;
    double const cut = input.wings.cut, alpha = lines.doppler_width[j];
    // Five terms of the series in 1/z are exact to 1e-15 from |z| = 100 on.
    if (slopes || cut < 100 * alpha || pieces.size() > 1 || !is_for_voigt_kernels(lines, j))
        return line_value(lines, j, lines.centre[j] + cut, pieces);
    std::complex<double> const over = 1.0 / std::complex<double>(cut, lines.lorentz_half_width[j]);
    double const square = 0.5 * alpha * alpha;
    std::complex<double> const u = over * over * square;
    std::complex<double> const w = over * (1.0 + u * (1.0 + u * (3.0 + 15.0 * u)));  // -i √π w / α
    double const mixing = lines.mixing.empty() ? 0 : lines.mixing[j];
    return {lines.strength[j] / units::pi * (-w.imag() + mixing * w.real()), 0, 0};
}

/// Subtracts the running sum of the rises. Compensated: rises of strong lines must leave nothing behind where
/// they have fallen again.
void subtract_running_sum(std::span<double const> rises, std::span<double> from) {
    double sum = 0, lost = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        double const rise = rises[i], next = sum + rise;
        lost += std::abs(sum) >= std::abs(rise) ? (sum - next) + rise : (rise - next) + sum;
        sum = next;
        from[i] -= sum + lost;
    }
}

}  // namespace

void Pedestal::subtract(GroupInput const& input, std::span<WingPiece const> pieces, std::span<double> sigma,
                        std::span<double> slope) {
    std::int64_t const points = input.grid.points;
    rises_.assign(static_cast<std::size_t>(points) + 1, 0);
    if (!slope.empty()) slope_rises_.assign(rises_.size(), 0);
    for (std::size_t j = 0; j < input.lines.size(); ++j) {
        auto const ends = input.reach.of(input.lines, j);
        std::int64_t const first = std::max(ends.first, std::int64_t{0}),
                           last = std::min(ends.last, points - 1);
        if (last < first) continue;
        LineValue const pedestal = at_cut(input, j, pieces, !slope.empty());
        rises_[static_cast<std::size_t>(first)] += pedestal.value;
        rises_[static_cast<std::size_t>(last + 1)] -= pedestal.value;
        if (slope.empty()) continue;
        slope_rises_[static_cast<std::size_t>(first)] += pedestal.slope;
        slope_rises_[static_cast<std::size_t>(last + 1)] -= pedestal.slope;
    }
    subtract_running_sum(rises_, sigma);
    if (!slope.empty()) subtract_running_sum(slope_rises_, slope);
}

}  // namespace vespa::lbl
