#include "doubling.hpp"

#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl::testing {
namespace {

double phase(OrdinateLayer const& layer, std::size_t m, double x, double y) {
    auto const a = associated_legendre(m, layer.moments.size(), x),
               b = associated_legendre(m, layer.moments.size(), y);
    double sum = 0;
    for (std::size_t l = 0; l < layer.moments.size(); ++l)
        sum += (2 * double(l) + 1) * layer.moments[l] * a[l] * b[l];
    return layer.albedo * sum;
}

/// The middle rule in matrix form: with G the rates over the layer's thickness, (1 + G / 2)^-1 (1 - G / 2).
LayerResponse thin(OrdinateLayer const& layer, Ordinates const& o, std::size_t m, double tau,
                   LayerSources const& sources) {
    std::size_t const n = o.size();
    // Unknowns I+ at the top, I- at the bottom, from mean intensities: mu (out - in) = tau (-mean + S).
    SmallMatrix same(n), other(n);
    LayerResponse response(n);
    SmallVector q_up(n), q_down(n);
    double const thermal = (1 - layer.albedo) * (sources.planck_top + sources.planck_bottom) / 2;
    double const sun = sources.sun_cosine > 0 ? sources.sun_irradiance *
                                                    std::exp(-tau / 2 / sources.sun_cosine) / (4 * units::pi)
                                              : 0;
    for (std::size_t i = 0; i < n; ++i) {
        double const rate = tau / o.cosine[i] / 2;
        for (std::size_t j = 0; j < n; ++j) {
            same(i, j) =
                rate * ((i == j ? 1 : 0) - 0.5 * o.weight[j] * phase(layer, m, o.cosine[i], o.cosine[j]));
            other(i, j) = -rate * 0.5 * o.weight[j] * phase(layer, m, o.cosine[i], -o.cosine[j]);
        }
        double const factor = m == 0 ? 1 : 2;
        double const emitted = m == 0 ? thermal : 0;
        q_up[i] = 2 * rate * (emitted + factor * sun * phase(layer, m, o.cosine[i], -sources.sun_cosine));
        q_down[i] = 2 * rate * (emitted + factor * sun * phase(layer, m, -o.cosine[i], -sources.sun_cosine));
    }
    // (1 + A) out + B out' = (1 - A) in - B in' + q: sums and differences of the two sides part.
    auto const one = SmallMatrix::identity(n);
    auto const solve = [&](SmallMatrix const& left) { return right_divided(one, left); };
    auto const sum_inverse = solve(one + same + other), difference_inverse = solve(one + same - other);
    auto const sum = sum_inverse * (one - same - other),
               difference = difference_inverse * (one - same + other);
    SmallVector const qs = sum_inverse * (q_up + q_down), qd = difference_inverse * (q_up - q_down);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            response.transmission(i, j) = (sum(i, j) + difference(i, j)) / 2;
            response.reflection(i, j) = (sum(i, j) - difference(i, j)) / 2;
        }
        response.up[i] = (qs[i] + qd[i]) / 2;
        response.down[i] = (qs[i] - qd[i]) / 2;
    }
    return response;
}

}  // namespace

LayerResponse doubled(OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                      LayerSources const& sources, int steps) {
    // Thermal emission is kept constant here: planck_top = planck_bottom.
    double tau = std::ldexp(layer.optical_depth, -steps);
    auto a = thin(layer, ordinates, m, tau, sources);
    auto const one = SmallMatrix::identity(ordinates.size());
    bool const lit = sources.sun_cosine > 0 && sources.sun_irradiance > 0;
    // The thermal and the solar part of the sources would need different factors: one of them at a time.
    for (int step = 0; step < steps; ++step, tau *= 2) {
        double const dimmer = lit ? std::exp(-tau / sources.sun_cosine) : 1;
        auto const up = [&](double v) { return v * dimmer; };
        SmallVector lower_up = a.up, lower_down = a.down;
        for (auto& v : lower_up)
            v = up(v);
        for (auto& v : lower_down)
            v = up(v);
        auto const between = right_divided(one, one - a.reflection * a.reflection);
        auto const down_between = between * (a.down + a.reflection * lower_up);
        auto const up_between = a.reflection * down_between + lower_up;
        LayerResponse both(ordinates.size());
        both.up = a.up + a.transmission * up_between;
        both.down = lower_down + a.transmission * down_between;
        both.reflection = a.reflection + a.transmission * a.reflection * between * a.transmission;
        both.transmission = a.transmission * between * a.transmission;
        a = both;
    }
    return a;
}

}  // namespace vespa::lbl::testing
