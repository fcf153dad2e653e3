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

/// Sums of the values of all lines that reach a point, point after point, by additions alone: strong lines
/// that have ended must leave nothing behind among weak ones. Both ends of the lines ascend, so that those
/// reached are a queue: its front part [front, middle) as sums from each line to the middle, the rest as one
/// sum.
void subtract_reached(std::span<PedestalRange const> ranges, std::vector<double> const& values,
                      std::vector<double>& sums, std::span<double> from) {
    sums.assign(values.size(), 0);
    std::size_t front = 0, middle = 0, end = 0;
    double back = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto const point = static_cast<std::int64_t>(i);
        for (; end < ranges.size() && ranges[end].first <= point; ++end)
            back += values[end];
        for (; front < end && ranges[front].last < point; ++front) {
            if (front < middle) continue;
            double sum = 0;
            for (std::size_t j = end; j-- > front;)
                sums[j] = sum += values[j];
            middle = end;
            back = 0;
        }
        from[i] -= (front < middle ? sums[front] : 0) + back;
    }
}

}  // namespace

void Pedestal::subtract(GroupInput const& input, std::span<WingPiece const> pieces, std::span<double> sigma,
                        std::span<double> slope) {
    ranges_.clear();
    values_.clear();
    slopes_.clear();
    for (std::size_t j = 0; j < input.lines.size(); ++j) {
        auto const ends = input.reach.of(input.lines, j);
        std::int64_t const first = std::max(ends.first, std::int64_t{0});
        std::int64_t const last = std::min(ends.last, input.grid.points - 1);
        if (last < first) continue;
        LineValue const pedestal = at_cut(input, j, pieces, !slope.empty());
        ranges_.push_back({first, last});
        values_.push_back(pedestal.value);
        if (!slope.empty()) slopes_.push_back(pedestal.slope);
    }
    subtract_reached(ranges_, values_, sums_, sigma);
    if (!slope.empty()) subtract_reached(ranges_, slopes_, sums_, slope);
}

}  // namespace vespa::lbl
