#include "lbl/transfer/discrete_ordinates.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "doubling.hpp"
#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl {
namespace {

ScatteringColumn slab(double tau, double albedo, std::vector<double> moments) {
    ScatteringColumn column;
    column.optical_depth = {tau};
    column.albedo = {albedo};
    column.moments = {std::move(moments)};
    return column;
}

TEST(DiscreteOrdinates, LayersAgreeWithDoubling) {
    auto const ordinates = make_ordinates(8, std::vector<double>{0.7});
    for (double const albedo : {0.0, 0.5, 0.99, 1.0}) {
        for (double const tau : {1e-3, 0.3, 5.0, 100.0}) {
            for (std::size_t const m : {0U, 1U, 3U}) {
                for (bool const lit : {true, false}) {
                    OrdinateLayer const layer{tau, albedo, henyey_greenstein_moments(0.7, 8)};
                    LayerSources const sources =
                        lit ? LayerSources{0, 0, 2.5, 0.4} : LayerSources{3, 3, 0, 0.4};
                    std::vector<std::vector<double>> legendre;
                    for (double const cosine : ordinates.cosine)
                        legendre.push_back(associated_legendre(m, 8, cosine));
                    auto const fast =
                        respond(layer, ordinates, m, legendre, associated_legendre(m, 8, -0.4), sources);
                    auto const plain =
                        lbl::testing::doubled(layer, ordinates, m, sources, tau > 10 ? 24 : 17);
                    for (std::size_t i = 0; i < ordinates.size(); ++i) {
                        EXPECT_NEAR(fast.up[i], plain.up[i], 2e-8 * (1 + std::abs(plain.up[i])))
                            << albedo << ' ' << tau << ' ' << m << ' ' << i;
                        EXPECT_NEAR(fast.down[i], plain.down[i], 2e-8 * (1 + std::abs(plain.down[i])));
                        for (std::size_t j = 0; j < ordinates.quadrature; ++j) {
                            EXPECT_NEAR(fast.reflection(i, j), plain.reflection(i, j), 2e-8)
                                << albedo << ' ' << tau << ' ' << m << ' ' << i << ' ' << j;
                            EXPECT_NEAR(fast.transmission(i, j), plain.transmission(i, j), 2e-8);
                        }
                    }
                }
            }
        }
    }
}

struct Chandrasekhar {
    double albedo, h02, h05, h1;
};
constexpr Chandrasekhar h_functions[] = {{0.5, 1.11346142885, 1.18773513267, 1.25125956338},
                                         {0.9, 1.29143372807, 1.55603380202, 1.85009851677},
                                         {0.99, 1.39976722407, 1.84860101645, 2.47279282840},
                                         {1, 1.45035141281, 2.01277877, 2.90781052908}};

TEST(DiscreteOrdinates, SemiInfiniteIsotropicAtmosphere) {
    // I / F at the top: omega mu0 H(mu) H(mu0) / 4 (mu + mu0); no layer is infinite, one of 1e6 nearly.
    std::vector<ViewDirection> const views{{0.2}, {0.5}, {1}};
    for (auto const& known : h_functions) {
        auto column = slab(known.albedo == 1 ? 1e9 : 1e6, known.albedo, {1});
        column.sun_irradiance = units::pi;  // I / F with F of pi
        double const h[] = {known.h02, known.h05, known.h1}, mu[] = {0.2, 0.5, 1};
        for (std::size_t s = 0; s < 3; ++s) {
            column.sun_cosine = mu[s];
            auto const light = scatter(column, views, 32);
            for (std::size_t v = 0; v < 3; ++v) {
                double const exact = known.albedo * mu[s] * h[s] * h[v] / (4 * (mu[s] + mu[v]));
                EXPECT_NEAR(light.up[v] / exact, 1, 2e-5) << known.albedo << ' ' << mu[s] << ' ' << mu[v];
            }
            double const plane_albedo = light.flux_up[1] / (units::pi * mu[s]);
            EXPECT_NEAR(plane_albedo, 1 - std::sqrt(1 - known.albedo) * h[s], 2e-6) << known.albedo;
        }
        // Emission of the isothermal atmosphere: sqrt(1 - omega) H(mu).
        auto warm = slab(1e6, known.albedo, {1});
        warm.planck = {1, 1};
        if (known.albedo == 1) continue;
        auto const light = scatter(warm, views, 32);
        for (std::size_t v = 0; v < 3; ++v)
            EXPECT_NEAR(light.up[v] / (std::sqrt(1 - known.albedo) * h[v]), 1, 2e-5)
                << known.albedo << ' ' << v;
    }
}

TEST(DiscreteOrdinates, EnergyIsConserved) {
    for (double const tau : {1e-6, 0.1, 3.0, 1e3, 1e6}) {
        for (double const g : {0.0, 0.85, -0.4}) {
            for (std::size_t const streams : {2U, 4U, 16U}) {
                ScatteringColumn column;
                for (double const part : {0.2, 0.5, 0.3}) {
                    column.optical_depth.push_back(part * tau);
                    column.albedo.push_back(1);
                    column.moments.push_back(henyey_greenstein_moments(g, 40));
                }
                column.sun_cosine = 0.6;
                column.sun_irradiance = 1;
                column.surface_albedo = 0.3;
                auto const light = scatter(column, {}, streams);
                double const net = light.flux_down[0] - light.flux_up[0];
                // Light that goes back and forth tau times carries tau roundings.
                for (std::size_t level = 0; level < 4; ++level)
                    EXPECT_NEAR(light.flux_down[level] - light.flux_up[level], net, 1e-13 + 2e-16 * tau)
                        << tau << ' ' << g;
                EXPECT_NEAR(light.flux_up[0], 0.3 * light.flux_down[0], 1e-13);
                EXPECT_NEAR(light.flux_down[3], 0.6, 1e-13);
            }
        }
    }
}

TEST(DiscreteOrdinates, IsothermalEnclosureIsBlack) {
    for (double const albedo : {0.0, 0.7, 0.999999, 1.0}) {
        for (double const surface : {0.0, 0.4}) {
            ScatteringColumn column;
            column.optical_depth = {20, 1e-9, 0, 700, 1e4};
            for (std::size_t k = 0; k < 5; ++k) {
                column.albedo.push_back(albedo);
                column.moments.push_back(henyey_greenstein_moments(0.8, 33));
            }
            column.planck.assign(6, 2.5);
            column.surface_planck = 2.5;
            column.surface_albedo = surface;
            std::vector<ViewDirection> const views{{1}, {0.1}};
            auto const light = scatter(column, views, 8);
            if (albedo < 0.9) {
                // At the bottom of a thick atmosphere of one temperature light is Planck's in all directions.
                EXPECT_NEAR(light.down[0], 2.5, 1e-8) << albedo;
                EXPECT_NEAR(light.flux_up[0], 2.5 * units::pi, 2e-9) << albedo;
            }
            EXPECT_LE(light.up[0], 2.5 * (1 + 1e-8));
        }
    }
    // Gas that only absorbs above a black surface of its own temperature.
    ScatteringColumn gas;
    gas.optical_depth = {0.4, 3, 1e-5};
    gas.albedo = {0, 0, 0};
    gas.moments.assign(3, {1});
    gas.planck.assign(4, 2.5);
    gas.surface_planck = 2.5;
    auto const light = scatter(gas, std::vector<ViewDirection>{{0.3}}, 8);
    EXPECT_NEAR(light.up[0], 2.5, 1e-9);
}

TEST(DiscreteOrdinates, WithoutScatteringItIsTheFormalSolution) {
    ScatteringColumn column;
    column.optical_depth = {1.3, 0.02, 5, 1e-4};
    column.albedo = {0, 0, 0, 0};
    column.moments.assign(4, {1});
    column.planck = {3, 2.5, 2.4, 1, 0.7};
    column.surface_planck = 3.3;
    std::vector<ViewDirection> const views{{1}, {0.35}};
    auto const light = scatter(column, views, 4);
    for (std::size_t v = 0; v < 2; ++v) {
        double value = column.surface_planck;
        for (std::size_t k = 0; k < 4; ++k) {
            double const t = column.optical_depth[k] / views[v].cosine, e = std::exp(-t);
            double const weight = t < 1e-2 ? t / 2 - t * t / 3 : -std::expm1(-t) / t - e;
            value = value * e - column.planck[k + 1] * std::expm1(-t) +
                    (column.planck[k] - column.planck[k + 1]) * weight;
        }
        EXPECT_NEAR(light.up[v], value, 1e-8) << v;
    }
}

TEST(DiscreteOrdinates, AbsorbingLayersAreTheLimitOfFaintScattering) {
    auto const ordinates = make_ordinates(6, std::vector<double>{0.4});
    std::vector<std::vector<double>> legendre;
    for (double const cosine : ordinates.cosine)
        legendre.push_back(associated_legendre(0, 6, cosine));
    auto const at_sun = associated_legendre(0, 6, -1);
    for (double const tau : {1e-12, 1e-6, 0.4, 8.0}) {
        LayerSources const sources{3, 5, 0, 1};
        auto const none = respond({tau, 0, {1, 0, 0, 0, 0, 0}}, ordinates, 0, legendre, at_sun, sources);
        auto const faint = respond({tau, 1e-13, {1, 0, 0, 0, 0, 0}}, ordinates, 0, legendre, at_sun, sources);
        for (std::size_t i = 0; i < ordinates.size(); ++i) {
            EXPECT_NEAR(none.up[i] / faint.up[i], 1, 2e-10) << tau << ' ' << i;
            EXPECT_NEAR(none.down[i] / faint.down[i], 1, 2e-10) << tau << ' ' << i;
            EXPECT_NEAR(none.transmission(i, i), faint.transmission(i, i), 1e-12);
            EXPECT_EQ(none.reflection(i, i), 0);
        }
    }
}

TEST(DiscreteOrdinates, TwoStreamsInClosedForm) {
    // One double-Gauss point: mu = 1/2. dI+/dtau = g1 I+ - g2 I-; a semi-infinite layer reflects (g1 - k) /
    // g2.
    for (double const albedo : {0.3, 0.95}) {
        double const g = 0.4, same = 0.5 * albedo * (1 + 3 * g / 4), other = 0.5 * albedo * (1 - 3 * g / 4);
        double const g1 = 2 * (1 - same), g2 = 2 * other, k = std::sqrt(g1 * g1 - g2 * g2);
        auto const ordinates = make_ordinates(2, {});
        std::vector<std::vector<double>> const legendre{associated_legendre(0, 2, ordinates.cosine[0])};
        auto const at_sun = associated_legendre(0, 2, -1);
        auto const thick = respond({1e4, albedo, {1, g}}, ordinates, 0, legendre, at_sun, {});
        EXPECT_NEAR(thick.reflection(0, 0), (g1 - k) / g2, 1e-14);
        EXPECT_NEAR(thick.transmission(0, 0), 0, 3e-15);
        double const tau = 0.8, gamma = (g1 - k) / g2, e = std::exp(-k * tau);
        auto const thin = respond({tau, albedo, {1, g}}, ordinates, 0, legendre, at_sun, {});
        EXPECT_NEAR(thin.reflection(0, 0), gamma * (1 - e * e) / (1 - gamma * gamma * e * e), 1e-14);
        EXPECT_NEAR(thin.transmission(0, 0), (1 - gamma * gamma) * e / (1 - gamma * gamma * e * e), 1e-14);
    }
}

TEST(DiscreteOrdinates, SingleScatteringOfAThinLayer) {
    // omega F p(Theta) / 4 pi * tau / mu, to the second order in tau.
    double const tau = 1e-6, mu = 0.5, mu0 = 0.7;
    for (double const azimuth : {0.0, 1.0, units::pi}) {
        auto column = slab(tau, 0.8, rayleigh_moments(4));
        column.sun_cosine = mu0;
        column.sun_irradiance = 2;
        auto const light = scatter(column, std::vector<ViewDirection>{{mu, azimuth}}, 4);
        double const transverse = std::sqrt((1 - mu * mu) * (1 - mu0 * mu0)) * std::cos(azimuth);
        double const up = -mu * mu0 + transverse, down = mu * mu0 + transverse;
        EXPECT_NEAR(light.up[0] / (0.8 * 2 * 0.75 * (1 + up * up) / (4 * units::pi) * tau / mu), 1, 1e-5);
        EXPECT_NEAR(light.down[0] / (0.8 * 2 * 0.75 * (1 + down * down) / (4 * units::pi) * tau / mu), 1,
                    1e-5);
    }
}

TEST(DiscreteOrdinates, TheSunMayStandInResonanceWithAStream) {
    // Of a layer that hardly scatters k is 1 / mu of a stream: no jump as the sun passes there.
    auto const node = make_ordinates(4, {}).cosine[1];
    auto column = slab(2, 1e-9, {1});
    column.sun_irradiance = 1e9;
    std::vector<double> flux;
    for (double const shift : {-1e-5, 0.0, 1e-5}) {
        column.sun_cosine = node * (1 + shift);
        flux.push_back(scatter(column, {}, 4).flux_up[1]);
    }
    EXPECT_NEAR(flux[1] / (0.5 * (flux[0] + flux[2])), 1, 1e-9);
}

TEST(DiscreteOrdinates, LayersMayBeCut) {
    auto whole = slab(3, 0.9, henyey_greenstein_moments(0.75, 20));
    whole.sun_cosine = 0.3;
    whole.sun_irradiance = 1;
    whole.planck = {2, 1};
    whole.surface_albedo = 0.2;
    auto cut = whole;
    cut.optical_depth = {1, 1.5, 0.5};
    cut.albedo.assign(3, 0.9);
    cut.moments.assign(3, whole.moments[0]);
    cut.planck = {2, 2 - 1.0 / 3, 2 - 2.5 / 3, 1};
    std::vector<ViewDirection> const views{{0.9, 0.3}, {0.2, 2}};
    auto const a = scatter(whole, views, 8), b = scatter(cut, views, 8);
    for (std::size_t v = 0; v < 2; ++v) {
        EXPECT_NEAR(a.up[v], b.up[v], 1e-9);
        EXPECT_NEAR(a.down[v], b.down[v], 1e-9);
    }
    EXPECT_NEAR(a.flux_up[1], b.flux_up[3], 1e-12);
}

TEST(DiscreteOrdinates, MoreStreamsConverge) {
    auto column = slab(1, 0.95, henyey_greenstein_moments(0.75, 65));
    column.sun_cosine = 0.5;
    column.sun_irradiance = 1;
    auto const exact = scatter(column, {}, 64).flux_up[1];
    EXPECT_NEAR(scatter(column, {}, 8).flux_up[1] / exact, 1, 2e-3);
    EXPECT_NEAR(scatter(column, {}, 16).flux_up[1] / exact, 1, 2e-4);
    EXPECT_NEAR(scatter(column, {}, 32).flux_up[1] / exact, 1, 2e-5);
}

TEST(DiscreteOrdinates, Mixtures) {
    std::vector<double> moments, chi = henyey_greenstein_moments(0.5, 3), rayleigh = rayleigh_moments(3);
    double tau = 0, albedo = 0;
    std::vector<Scatterer> const parts{{2, 0, {}}, {1, 1, rayleigh}, {3, 0.5, chi}};
    mix_into_layer(parts, 4, tau, albedo, moments);
    EXPECT_EQ(tau, 6);
    EXPECT_NEAR(albedo, 2.5 / 6, 1e-15);
    EXPECT_NEAR(moments[1], 1.5 * 0.5 / 2.5, 1e-15);
    EXPECT_NEAR(moments[2], (0.1 + 1.5 * 0.25) / 2.5, 1e-15);
    EXPECT_EQ(moments[3], 0);
    mix_into_layer({}, 2, tau, albedo, moments);
    EXPECT_EQ(albedo, 0);
    EXPECT_EQ(moments[0], 1);
}

TEST(DiscreteOrdinates, RefusesWhatCannotBe) {
    auto const refused = [](ScatteringColumn const& column, std::size_t streams = 4) {
        EXPECT_THROW(scatter(column, {}, streams), BadInput);
    };
    auto const good = slab(1, 0.5, {1});
    EXPECT_NO_THROW(scatter(good, {}, 4));
    refused(good, 3);
    refused(good, 0);
    refused(good, 66);
    refused(slab(-1, 0.5, {1}));
    refused(slab(1, 1.0001, {1}));
    refused(slab(1, 0.5, {0.9}));
    refused(slab(1, 0.5, {}));
    refused(slab(1, 0.5, {1, 1.1}));
    auto column = good;
    column.planck = {1};
    refused(column);
    column = good;
    column.sun_cosine = 1.5;
    refused(column);
    EXPECT_THROW(scatter(good, std::vector<ViewDirection>{{0}}, 4), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
