#include "lbl/profile/line_profile.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/profile/faddeeva.hpp"
#include "lbl/profile/hartmann_tran.hpp"
#include "lbl/profile/voigt.hpp"

namespace vespa::lbl {

namespace {

double at_or_zero(std::vector<double> const& column, std::size_t j) {
    return column.empty() ? 0 : column[j];
}

/// Logarithmic slopes of one line, K-1.
struct Slopes {
    double strength = 0, lorentz = 0, doppler = 0;

    bool all_zero() const { return strength == 0 && lorentz == 0 && doppler == 0; }
};

Slopes slopes_of(LayerLines const& lines, std::size_t j) {
    return {at_or_zero(lines.slopes.strength, j), at_or_zero(lines.slopes.lorentz_half_width, j),
            lines.slopes.doppler_width};
}

LineValue voigt_value(LayerLines const& lines, std::size_t j, double distance, Slopes const& slopes) {
    double const alpha = lines.doppler_width[j], mixing = at_or_zero(lines.mixing, j);
    double const x = distance / alpha, y = lines.lorentz_half_width[j] / alpha;
    double const scale = lines.strength[j] / (alpha * std::sqrt(units::pi));
    LineValue sum;
    if (slopes.all_zero()) {
        auto const w = faddeeva(x, y);
        sum.value = scale * (w.real() + mixing * w.imag());
        sum.magnitude = std::abs(scale) * (w.real() + std::abs(mixing * w.imag()));
        return sum;
    }
    VoigtValue const w = voigt(x, y);
    sum.value = scale * (w.k + mixing * w.l);
    sum.magnitude = std::abs(scale) * (w.k + std::abs(mixing * w.l));
    // dK/dy = -dL/dx, dL/dy = dK/dx
    double const by_x = w.dk_dx + mixing * w.dl_dx, by_y = -w.dl_dx + mixing * w.dk_dx;
    sum.slope = sum.value * (slopes.strength - slopes.doppler) +
                scale * (-by_x * x * slopes.doppler + by_y * y * (slopes.lorentz - slopes.doppler));
    return sum;
}

LineValue hartmann_tran_value(LayerLines const& lines, std::size_t j, double distance, Slopes const& slopes) {
    HartmannTran line{lines.doppler_width[j],
                      lines.lorentz_half_width[j],
                      0,
                      at_or_zero(lines.speed_dependence, j),
                      at_or_zero(lines.shift_speed_dependence, j),
                      at_or_zero(lines.velocity_changing, j),
                      at_or_zero(lines.correlation, j)};
    double const strength = lines.strength[j], mixing = at_or_zero(lines.mixing, j);
    auto const absorption = [&](HartmannTran const& p) {
        auto const profile = hartmann_tran(p, distance);
        return strength * (profile.real() + mixing * profile.imag());
    };
    auto const profile = hartmann_tran(line, distance);
    LineValue sum;
    sum.value = strength * (profile.real() + mixing * profile.imag());
    sum.magnitude = std::abs(strength) * (std::abs(profile.real()) + std::abs(mixing * profile.imag()));
    sum.slope = sum.value * slopes.strength;
    if (slopes.lorentz != 0 || slopes.doppler != 0) {
        // Steps of 1e-4 in the logarithm that moves more.
        double const step = 1e-4 / std::max(std::abs(slopes.lorentz), std::abs(slopes.doppler));
        HartmannTran up = line, down = line;
        up.lorentz_half_width *= 1 + step * slopes.lorentz;
        up.doppler_width *= 1 + step * slopes.doppler;
        down.lorentz_half_width *= 1 - step * slopes.lorentz;
        down.doppler_width *= 1 - step * slopes.doppler;
        sum.slope += (absorption(up) - absorption(down)) / (2 * step);
    }
    return sum;
}

}  // namespace

bool is_hartmann_tran(LayerLines const& lines, std::size_t j) {
    return at_or_zero(lines.speed_dependence, j) != 0 || at_or_zero(lines.shift_speed_dependence, j) != 0 ||
           at_or_zero(lines.velocity_changing, j) != 0 || at_or_zero(lines.correlation, j) != 0;
}

LineValue line_value(LayerLines const& lines, std::size_t j, double nu, std::span<WingPiece const> pieces) {
    double const distance = nu - lines.centre[j];
    Slopes const slopes = slopes_of(lines, j);
    LineValue sum = is_hartmann_tran(lines, j) ? hartmann_tran_value(lines, j, distance, slopes)
                                               : voigt_value(lines, j, distance, slopes);
    WingPiece const& piece = piece_at(pieces, std::abs(distance));
    double const chi = piece.at(std::abs(distance));
    sum.value *= chi;
    sum.magnitude *= chi;
    sum.slope =
        chi * sum.slope + sum.value * (piece.amplitude_slope - piece.decay_slope * std::abs(distance));
    return sum;
}

}  // namespace vespa::lbl
