#include "lbl/line_sum/single_lines.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/profile/line_profile.hpp"

namespace vespa::lbl {

namespace {

double at_or_zero(std::vector<double> const& column, std::size_t j) {
    return column.empty() ? 0 : column[j];
}

PointRange both(PointRange const& a, PointRange const& b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

/// |x| beyond which exp(-x^2) is no double.
constexpr double gaussian_gone = 27.3;

}  // namespace

bool is_for_voigt_kernels(LayerLines const& lines, std::size_t j) {
    return lines.lorentz_half_width[j] > 1e-20 * lines.doppler_width[j] && !is_hartmann_tran(lines, j);
}

void SingleLines::add(GroupInput const& input, std::size_t j, std::span<WingPiece const> pieces,
                      NodeTree& sum, NodeTree* slope) {
    LayerLines const& lines = input.lines;
    PointRange range = wing_range(input.grid, input.wings, lines, j);
    double const centre = lines.centre[j];
    if (lines.lorentz_half_width[j] <= 1e-20 * lines.doppler_width[j] && !is_hartmann_tran(lines, j) &&
        at_or_zero(lines.mixing, j) == 0) {
        double const reach = gaussian_gone * lines.doppler_width[j];
        range = both(range, distance_range(input.grid, centre - reach, 0, 2 * reach, 1));
    }
    if (range.empty()) return;
    if (pieces.size() == 1) return add_range(input, j, range, pieces, pieces[0], sum, slope);
    for (WingPiece const& piece : pieces) {
        for (int const side : {-1, 1}) {
            PointRange const here = distance_range(input.grid, centre, piece.from, piece.to, side);
            add_range(input, j, both(range, here), pieces, piece, sum, slope);
        }
    }
}

void SingleLines::add_range(GroupInput const& input, std::size_t j, PointRange const& range,
                            std::span<WingPiece const> pieces, WingPiece const& piece, NodeTree& sum,
                            NodeTree* slope) {
    if (range.empty()) return;
    LayerLines const& lines = input.lines;
    double const over_step = 1 / input.grid.step, alpha = lines.doppler_width[j] * over_step;
    double const gamma = lines.lorentz_half_width[j] * over_step;
    bool const voigt = is_for_voigt_kernels(lines, j);
    double const smooth = piece.decay > 0 ? over_step / piece.decay : INFINITY;
    Cover::Shape shape{(lines.centre[j] - input.grid.first) * over_step, gamma, alpha,
                       gaussian_end(gamma / alpha) * alpha, smooth};
    if (!voigt) {
        // Velocity changes narrow the centre; without a Lorentz part all is exp(-x^2), which only points
        // follow.
        shape.gamma = shape.alpha = 0;
        shape.separation = is_hartmann_tran(lines, j) ? 9 * alpha : INFINITY;
    }
    Cover cover(expansion_, sum);
    cover.make(range, shape);
    sum.reach(cover.highest_level());
    if (slope) slope->reach(cover.highest_level());
    if (voigt) {
        evaluate_voigt(input, j, cover.places(), piece, slope != nullptr);
    } else {
        evaluate_plain(input, j, cover.places(), pieces, slope != nullptr);
    }
    cover.add(values_.data(), sum);
    if (slope) cover.add(slopes_.data(), *slope);
}

void SingleLines::evaluate_voigt(GroupInput const& input, std::size_t j, std::vector<double> const& places,
                                 WingPiece const& piece, bool slopes) {
    LayerLines const& lines = input.lines;
    double const over_alpha = 1 / lines.doppler_width[j];
    Abscissae const abscissae(places);
    values_.assign(abscissae.places.size(), 0);
    if (slopes) slopes_.assign(abscissae.places.size(), 0);
    near_lines_.assign(1, {0, input.grid.step * over_alpha, lines.lorentz_half_width[j] * over_alpha,
                           lines.strength[j] * over_alpha / std::sqrt(units::pi), at_or_zero(lines.mixing, j),
                           at_or_zero(lines.slopes.strength, j),
                           at_or_zero(lines.slopes.lorentz_half_width, j), lines.slopes.doppler_width});
    near_.add(near_lines_, abscissae, values_.data(), slopes ? slopes_.data() : nullptr);
    if (piece.decay == 0 && piece.amplitude == 1) return;
    for (std::size_t i = 0; i < places.size(); ++i) {
        double const distance = std::abs(places[i]) * input.grid.step, chi = piece.at(distance);
        values_[i] *= chi;
        if (slopes)
            slopes_[i] =
                chi * slopes_[i] + values_[i] * (piece.amplitude_slope - piece.decay_slope * distance);
    }
}

void SingleLines::evaluate_plain(GroupInput const& input, std::size_t j, std::vector<double> const& places,
                                 std::span<WingPiece const> pieces, bool slopes) {
    values_.resize(places.size());
    if (slopes) slopes_.resize(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const term =
            line_value(input.lines, j, input.lines.centre[j] + places[i] * input.grid.step, pieces);
        values_[i] = term.value;
        if (slopes) slopes_[i] = term.slope;
    }
}

}  // namespace vespa::lbl
