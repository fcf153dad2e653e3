#include "lbl/transfer/formal_solution_reference.hpp"

#include <cmath>
#include <vector>

#include "lbl/transfer/far_weight.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {
namespace {

/// Derivative of far_weight.
double far_weight_slope(double t) {
    if (t < 5e-2) {
        return 1.0 / 2 - t * (2.0 / 3 - t * (3.0 / 8 - t * (2.0 / 15 - t * (5.0 / 144 - t * (1.0 / 140)))));
    }
    return std::exp(-t) / t + std::expm1(-t) / (t * t) + std::exp(-t);
}

struct Ends {
    double mean, near, far;
};

Ends temperatures(Sight const& sight, PathSegment const& leg) {
    double const low = sight.temperature[leg.layer], high = sight.temperature[leg.layer + 1];
    auto const mixed = [&](double share) { return (1 - share) * low + share * high; };
    return {mixed(leg.mean_share), mixed(leg.near_share), mixed(leg.far_share)};
}

/// Radiance at the near end of a segment.
double crossed(Sight const& sight, PathSegment const& leg, double nu, double tau, double far) {
    auto const t = temperatures(sight, leg);
    double const e = std::exp(-tau), absorbed = -std::expm1(-tau);
    if (sight.source == LayerSource::isothermal) return far * e + planck(nu, t.mean) * absorbed;
    double const b_near = planck(nu, t.near), b_far = planck(nu, t.far);
    return far * e + b_near * absorbed + (b_far - b_near) * far_weight(tau);
}

}  // namespace

void radiance_along_reference(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                              std::span<double const> beyond, std::span<double> radiance,
                              std::span<double> transmittance) {
    auto const& legs = sight.path->segments;
    for (std::size_t i = 0; i < wavenumber.size(); ++i) {
        double total = 0, value = beyond.empty() ? 0 : beyond[i];
        for (std::size_t s = legs.size(); s-- > 0;) {
            double const tau = legs[s].factor * optical_depth.row(legs[s].layer)[i];
            value = crossed(sight, legs[s], wavenumber[i], tau, value);
            total += tau;
        }
        radiance[i] = value;
        if (!transmittance.empty()) transmittance[i] = std::exp(-total);
    }
}

void radiance_with_slopes_reference(Sight const& sight, std::span<double const> wavenumber,
                                    Rows optical_depth, std::span<double const> beyond,
                                    Rows depth_by_temperature, std::span<double const> mean_share,
                                    std::span<double> radiance, std::span<double> transmittance,
                                    RadianceSlopes const& slopes) {
    auto const& legs = sight.path->segments;
    std::vector<double> far(legs.size() + 1);
    for (std::size_t i = 0; i < wavenumber.size(); ++i) {
        double const nu = wavenumber[i];
        for (std::size_t k = 0; k < optical_depth.rows; ++k)
            slopes.by_optical_depth.row(k)[i] = 0;
        for (std::size_t k = 0; k <= optical_depth.rows; ++k)
            slopes.by_temperature.row(k)[i] = 0;
        far[legs.size()] = beyond.empty() ? 0 : beyond[i];
        for (std::size_t s = legs.size(); s-- > 0;)
            far[s] =
                crossed(sight, legs[s], nu, legs[s].factor * optical_depth.row(legs[s].layer)[i], far[s + 1]);
        double passed = 1;
        for (std::size_t s = 0; s < legs.size(); ++s) {
            auto const& leg = legs[s];
            double const tau = leg.factor * optical_depth.row(leg.layer)[i];
            double const e = std::exp(-tau), absorbed = -std::expm1(-tau);
            auto const t = temperatures(sight, leg);
            double& low = slopes.by_temperature.row(leg.layer)[i];
            double& high = slopes.by_temperature.row(leg.layer + 1)[i];
            double by_depth = 0;
            if (sight.source == LayerSource::isothermal) {
                double const by_mean = passed * absorbed * planck_slope(nu, t.mean);
                low += (1 - leg.mean_share) * by_mean;
                high += leg.mean_share * by_mean;
                by_depth = passed * e * (planck(nu, t.mean) - far[s + 1]);
            } else {
                double const weight = far_weight(tau);
                double const by_far = passed * weight * planck_slope(nu, t.far);
                double const by_near = passed * (absorbed - weight) * planck_slope(nu, t.near);
                low += (1 - leg.far_share) * by_far + (1 - leg.near_share) * by_near;
                high += leg.far_share * by_far + leg.near_share * by_near;
                double const b_near = planck(nu, t.near), b_far = planck(nu, t.far);
                by_depth = passed * (e * (b_near - far[s + 1]) + (b_far - b_near) * far_weight_slope(tau));
            }
            slopes.by_optical_depth.row(leg.layer)[i] += leg.factor * by_depth;
            passed *= e;
        }
        radiance[i] = far[0];
        if (!transmittance.empty()) transmittance[i] = passed;
        if (depth_by_temperature.empty()) continue;
        for (std::size_t k = 0; k < optical_depth.rows; ++k) {
            double const by_mean = slopes.by_optical_depth.row(k)[i] * depth_by_temperature.row(k)[i];
            slopes.by_temperature.row(k)[i] += (1 - mean_share[k]) * by_mean;
            slopes.by_temperature.row(k + 1)[i] += mean_share[k] * by_mean;
        }
    }
}

}  // namespace vespa::lbl
