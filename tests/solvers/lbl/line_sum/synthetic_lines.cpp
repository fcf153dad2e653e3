#include "synthetic_lines.hpp"

#include <cmath>

#include "lbl/split_mix.hpp"

namespace vespa::lbl::testing {

namespace {

constexpr double c2 = 1.438776877503933802;  // cm K
constexpr double reference_temperature = 296;

}  // namespace

LayerLines synthetic_layer(SyntheticList const& list, LayerState const& state) {
    LayerLines lines;
    lines.temperature = state.temperature;
    double const temperature_ratio = reference_temperature / state.temperature;
    double const doppler = std::sqrt(2 * 8.314462618 * state.temperature / (1e-3 * state.mass)) / 299792458.0;
    lines.slopes.doppler_width = state.slopes ? 0.5 / state.temperature : 0;
    for (std::size_t i = 0; i < list.count; ++i) {
        auto const random = [&](std::uint64_t k) { return split_mix_uniform(list.seed, 4 * i + k); };
        double const position =
            list.first + (static_cast<double>(i) + random(1)) * list.span / static_cast<double>(list.count);
        double const energy = 5000 * random(3), width = 0.04 + 0.06 * random(4);
        double const exponent = 0.5 + 0.3 * (16 * random(4) - std::floor(16 * random(4)));
        double const gamma = state.pressure * width * std::pow(temperature_ratio, exponent);
        lines.position.push_back(std::round(1e6 * position) / 1e6);
        lines.centre.push_back(lines.position.back() - 0.003 * state.pressure);
        lines.strength.push_back(
            std::pow(10.0, -30 + 8 * random(2)) *
            std::exp(-c2 * energy * (1 / state.temperature - 1 / reference_temperature)));
        lines.lorentz_half_width.push_back(gamma);
        lines.doppler_width.push_back(position * doppler);
        if (state.slopes) {
            lines.slopes.strength.push_back(c2 * energy / (state.temperature * state.temperature));
            lines.slopes.lorentz_half_width.push_back(-exponent / state.temperature);
        }
        if (state.mixing != 0) lines.mixing.push_back(state.mixing * (2 * random(2) - 1));
        if (state.speed_dependence != 0) lines.speed_dependence.push_back(state.speed_dependence * gamma);
    }
    return lines;
}

}  // namespace vespa::lbl::testing
