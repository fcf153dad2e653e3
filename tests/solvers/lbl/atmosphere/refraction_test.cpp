#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/path.hpp"

namespace vespa::lbl {
namespace {

struct Air {
    double radius, refractivity, scale;  // km; n - 1 at the radius
};

/// The ray from its tangent point outwards by the equations of rays in Cartesian coordinates, fourth order of
/// Runge and Kutta: independent of Bouguer's law.
struct Traced {
    double column = 0, angle = 0;
};

Traced trace(Air const& air, double tangent, double top, double density_scale) {
    using State = std::array<double, 5>;  // x, y, n dx/ds, n dy/ds, column
    auto const slope = [&](State const& s) {
        double const r = std::hypot(s[0], s[1]);
        double const delta = air.refractivity * std::exp(-(r - air.radius) / air.scale), n = 1 + delta;
        double const gradient = -delta / air.scale / r;
        return State{s[2] / n, s[3] / n, gradient * s[0], gradient * s[1],
                     std::exp(-(r - air.radius) / density_scale)};
    };
    auto const plus = [](State a, State const& b, double h) {
        for (std::size_t i = 0; i < 5; ++i)
            a[i] += h * b[i];
        return a;
    };
    double const n = 1 + air.refractivity * std::exp(-(tangent - air.radius) / air.scale);
    State s{0, tangent, n, 0, 0};
    double const step = 0.5;
    while (std::hypot(s[0], s[1]) < top) {
        auto const k1 = slope(s), k2 = slope(plus(s, k1, step / 2)), k3 = slope(plus(s, k2, step / 2)),
                   k4 = slope(plus(s, k3, step));
        for (std::size_t i = 0; i < 5; ++i)
            s[i] += step / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    return {s[4], -std::atan2(s[3], s[2])};
}

struct Layered {
    std::vector<Layer> layers;
    std::vector<double> density, refractivity;
};

Layered layered(Air const& air, double density_scale, int count, double top) {
    Layered result;
    for (int k = 0; k <= count; ++k) {
        double const z = top * k / count;
        result.density.push_back(std::exp(-z / density_scale));
        result.refractivity.push_back(air.refractivity * std::exp(-z / air.scale));
        if (k == count) break;
        Layer layer;
        layer.lower = z;
        layer.upper = top * (k + 1) / count;
        layer.column =
            density_scale * (std::exp(-z / density_scale) - std::exp(-layer.upper / density_scale));
        result.layers.push_back(layer);
    }
    return result;
}

TEST(Refraction, RaysAgreeWithTheEquationsOfRays) {
    for (Air const air : {Air{6371, 2.7e-4, 7}, Air{6092, 6e-4, 6}, Air{71492, 2e-4, 40}}) {
        double const top = 40 * air.scale, density_scale = 0.9 * air.scale;
        for (int const count : {10, 60}) {
            auto const levels = layered(air, density_scale, count, top);
            Shells const shells(levels.layers, air.radius, ShellDensity::exponential, levels.density,
                                levels.refractivity, "test");
            for (double const height : {0.0, 0.37 * air.scale, 5.2 * air.scale}) {
                // n' / n must stay above -1 / r for the ray to leave.
                auto const limb = shells.limb(height);
                auto const exact = trace(air, air.radius + height, air.radius + top, density_scale);
                double column = 0;
                for (auto const& leg : limb.path.segments)
                    column += leg.factor * levels.layers[leg.layer].column;
                EXPECT_NEAR(column / (2 * exact.column), 1, 1e-9) << air.radius << ' ' << height;
                EXPECT_NEAR(limb.bending / (2 * exact.angle), 1, 1e-9) << air.radius << ' ' << height;
            }
        }
    }
}

TEST(Refraction, ImpactIsBouguersConstant) {
    Air const air{6371, 2.7e-4, 7};
    auto const levels = layered(air, 7, 20, 200);
    Shells const shells(levels.layers, air.radius, ShellDensity::exponential, levels.density,
                        levels.refractivity, "test");
    double const n = 1 + 2.7e-4 * std::exp(-10.0 / 7);
    EXPECT_NEAR(shells.limb(10).impact, n * 6381, 1e-9);
    Shells const straight(levels.layers, air.radius, ShellDensity::exponential, levels.density, {}, "test");
    EXPECT_EQ(straight.limb(10).bending, 0);
}

TEST(Refraction, SlantRaysKeepBouguersLaw) {
    // From the surface at 85 degrees, against the same ray traced on from a tangent point far below: both are
    // pieces of one ray if n r sin(theta) is the same.
    Air const air{6371, 2.7e-4, 7};
    auto const levels = layered(air, 7, 40, 280);
    Shells const shells(levels.layers, air.radius, ShellDensity::homogeneous, {}, levels.refractivity,
                        "test");
    double const angle = 1.45;
    auto const up = shells.from_surface(angle);
    // Simpson's rule in radius, the angle far from level.
    double const a = (1 + air.refractivity) * air.radius * std::sin(angle);
    int const n = 40000;
    double sum = 0;
    for (int i = 0; i <= n; ++i) {
        double const r = air.radius + 280.0 * i / n;
        double const nr = (1 + air.refractivity * std::exp(-(r - air.radius) / air.scale)) * r;
        sum += nr / std::sqrt(nr * nr - a * a) * (i == 0 || i == n ? 1 : i % 2 ? 4 : 2);
    }
    double length = 0;
    for (auto const& leg : up.segments)
        length += leg.factor * levels.layers[leg.layer].thickness();
    EXPECT_NEAR(length / (sum * 280 / (3 * n)), 1, 1e-11);
}

TEST(Refraction, TrappedRaysAreAnError) {
    Air const air{6000, 0.02, 6};  // critical: N r / h = 20
    auto const levels = layered(air, 6, 40, 240);
    Shells const shells(levels.layers, air.radius, ShellDensity::exponential, levels.density,
                        levels.refractivity, "deep");
    EXPECT_THROW(shells.limb(0), BadInput);
    EXPECT_NO_THROW(shells.limb(60));
    std::vector<double> refractivity = levels.refractivity;
    refractivity[3] = -1e-4;
    EXPECT_THROW(Shells(levels.layers, 6000, ShellDensity::homogeneous, {}, refractivity, "deep"), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
