#include "lbl/continuum/mt_ckd.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace vespa::lbl {
namespace {

constexpr double c2 = 1.4387752;  // cm K, as in AER's program: the coefficients were made with it

struct Term {
    double value, slope;  // and d / dT
};

/// nu tanh(c2 nu / 2T), with that program's limits.
Term radiation(double nu, double temperature) {
    double const x = c2 * nu / temperature;
    if (x <= 0.01) {  // the rows below 0 too
        double const value = 0.5 * x * nu;
        return {value, -value / temperature};
    }
    if (x > 10) return {nu, 0};
    double const e = std::exp(-x);
    double const slope = -nu * (x / temperature) * 2 * e / ((1 + e) * (1 + e));
    return {nu * (1 - e) / (1 + e), slope};
}

/// Four-point interpolation of the continuum routines: weights of rows j - 1 ... j + 2 at fraction p.
struct Weights {
    double w[4];
    explicit Weights(double p) {
        double const c = (3 - 2 * p) * p * p, b = 0.5 * p * (1 - p);
        w[0] = -b * (1 - p);
        w[1] = 1 - c + b * p;
        w[2] = c + b * (1 - p);
        w[3] = -b * p;
    }
    double of(double const* row) const {
        return w[0] * row[0] + w[1] * row[1] + w[2] * row[2] + w[3] * row[3];
    }
};

}  // namespace

void water_continuum(WaterContinuum const& continuum, WaterConditions const& at,
                     std::span<double const> wavenumber, std::span<double> self, std::span<double> foreign,
                     std::span<double> by_temperature) {
    std::size_t const n = wavenumber.size();
    if (self.size() != n || foreign.size() != n || (!by_temperature.empty() && by_temperature.size() != n))
        throw std::invalid_argument("water_continuum: not a value for each wavenumber");
    double const ratio = continuum.reference_temperature / at.temperature;
    double const density = at.pressure / continuum.reference_pressure * ratio;
    std::size_t const rows = continuum.self.size();
    std::vector<double> self_row(rows), foreign_row(rows), slope_row(rows);
    for (std::size_t j = 0; j < rows; ++j) {
        auto const r = radiation(continuum.first + continuum.step * static_cast<double>(j), at.temperature);
        double const s =
            continuum.self[j] * std::pow(ratio, continuum.self_exponent[j]) * at.abundance * density;
        double const f = continuum.foreign[j] * (1 - at.abundance) * density;
        self_row[j] = s * r.value;
        foreign_row[j] = f * r.value;
        slope_row[j] =
            (s + f) * r.slope - (s * (1 + continuum.self_exponent[j]) + f) * r.value / at.temperature;
    }
    for (std::size_t i = 0; i < n; ++i) {
        double const place = (wavenumber[i] - continuum.first) / continuum.step;
        bool const inside = place >= 1 && place <= static_cast<double>(rows - 2) && wavenumber[i] >= 0;
        // The last interval with two rows on either side; its end belongs to it.
        auto const j = inside ? std::min(static_cast<std::size_t>(place), rows - 3) : 1;
        Weights const weights(place - static_cast<double>(j));
        self[i] = inside ? weights.of(&self_row[j - 1]) : 0;
        foreign[i] = inside ? weights.of(&foreign_row[j - 1]) : 0;
        if (!by_temperature.empty()) by_temperature[i] = inside ? weights.of(&slope_row[j - 1]) : 0;
    }
}

}  // namespace vespa::lbl
