#include <gtest/gtest.h>

#include "media.hpp"

// Ray tracing with error control stalls where the gradient jumps: it does so at the edges the README lists
// and nowhere else.
namespace vespa::planet::test {
namespace {

struct Sample {
    double density, gradient[3];
};

Sample sample(Plasma const& plasma, double x_km, double y_km, double z_km) {
    auto const batch = evaluate(plasma, {{1e3 * x_km}, {1e3 * y_km}, {1e3 * z_km}});
    return {batch.density[0], {batch.gx[0], batch.gy[0], batch.gz[0]}};
}

/// Largest relative jump of density and gradient from one side of a sphere of radius r to the other, 1 m
/// apart, off the axes.
double jump_across(Plasma const& plasma, double r) {
    double const direction[3] = {std::sqrt(0.59), -0.6, std::sqrt(0.05)};
    auto const at = [&](double radius) {
        return sample(plasma, radius * direction[0], radius * direction[1], radius * direction[2]);
    };
    auto const before = at(r - 5e-4), after = at(r + 5e-4);
    double worst = std::abs(after.density - before.density) / after.density, size = 0, change = 0;
    for (int k = 0; k < 3; ++k) {
        size = std::hypot(size, after.gradient[k]);
        change = std::hypot(change, after.gradient[k] - before.gradient[k]);
    }
    return std::max(worst, change / size);
}

TEST(Smoothness, OfTheTorusAcrossItsJoin) {
    auto const plasma = make_plasma({"io-torus"}, body_named("jupiter"));
    // a metre changes gradients over 0.1 R_J by 1e-7; the published model jumps by 4 % at 6.1
    for (double const r : {5.999, 6.0, 6.05, 6.1, 6.15, 6.2, 6.201})
        EXPECT_LT(jump_across(plasma, r * 71492), 1e-6) << r;
}

TEST(Smoothness, OfDivineGarrettAcrossItsJointsAndBends) {
    auto const plasma = make_plasma({"divine-garrett"}, body_named("jupiter"));
    for (double const knot :
         {3.8, 4.9, 5.1, 5.3, 5.5, 5.65, 5.8, 5.9, 6.4, 7.4, 7.9, 10.0, 20.0, 60.0, 100.0}) {
        for (double const shift : {-1.0, -0.5, -0.25, -0.2, -0.1, -0.04, -0.03, -0.02, 0.0, 0.02, 0.03, 0.04,
                                   0.1, 0.2, 0.25, 0.5, 1.0}) {
            // bends are spread over 0.02 radii at the least, 1400 km: 1e-3 a km
            EXPECT_LT(jump_across(plasma, (knot + shift) * 71400), 1e-4) << knot << ' ' << shift;
        }
    }
}

TEST(Smoothness, OfALayerWithAnotherTopsideAcrossItsPeak) {
    auto const plasma = make_plasma(
        {"chapman:height=900,scale_height=50,topside_scale_height=480,density=1e5"}, body_named("jupiter"));
    auto const slope = [&](double height) { return sample(plasma, 71492 + height, 0, 0).gradient[0]; };
    double const curvature = (slope(900.001) - slope(899.999)) / 2;  // by the m
    EXPECT_NEAR((slope(900.001) - slope(900)) / curvature, 1,
                1e-3);  // the second derivative does not jump either
    EXPECT_NEAR((slope(900) - slope(899.999)) / curvature, 1, 1e-3);
}

TEST(Smoothness, OfTheKneeAndTheFloorOfThePlasmasphere) {
    auto const plasma = make_plasma({"diffusive-equilibrium"}, body_named("earth"));
    // on the equator L = r/6370 km (1 + 10⁻⁶)⁻¹
    double const knee = 5.39 * 6370 * (1 + 1e-6);
    auto const inside = sample(plasma, knee - 0.001, 0, 0), outside = sample(plasma, knee + 0.001, 0, 0);
    EXPECT_NEAR(outside.gradient[0] / inside.gradient[0], 1, 1e-3);
    EXPECT_NEAR(sample(plasma, 6460.001, 0, 0).gradient[0], 0, 1e-4 * sample(plasma, 6500, 0, 0).gradient[0]);
    EXPECT_EQ(sample(plasma, 6459.999, 0, 0).gradient[0], 0);
}

TEST(Smoothness, TheEdgesThatAreKinks) {
    auto const earth = body_named("earth");
    double const base = 6670 - 100;
    // parabolic: dn/dr from 0 to 2 n_m/y_m at the base; quasi-parabolic: times r_m r_b/r_b² more
    auto const parabolic =
        make_plasma({"parabolic:radius=6370,height=300,half_thickness=100,density=1e6"}, earth);
    EXPECT_EQ(sample(parabolic, base - 1e-6, 0, 0).gradient[0], 0);
    EXPECT_NEAR(sample(parabolic, base + 1e-6, 0, 0).gradient[0] / (2e12 / 1e5), 1, 1e-6);
    auto const quasi =
        make_plasma({"quasi-parabolic:peak_radius=6670,half_thickness=100,density=1e6"}, earth);
    EXPECT_EQ(sample(quasi, base - 1e-6, 0, 0).gradient[0], 0);
    EXPECT_NEAR(sample(quasi, base + 1e-6, 0, 0).gradient[0] / (2e12 / 1e5 * 6670 / 6570), 1, 1e-6);
    EXPECT_GT(sample(quasi, base + 1e-6, 0, 0).density, 0);
    // and none of them with edge=continued
    auto const continued = make_plasma(
        {"quasi-parabolic:peak_radius=6670,half_thickness=100,density=1e6,edge=continued"}, earth);
    EXPECT_NEAR(
        sample(continued, base - 1e-6, 0, 0).gradient[0] / sample(continued, base + 1e-6, 0, 0).gradient[0],
        1, 1e-6);
    EXPECT_LT(sample(continued, base - 1, 0, 0).density, 0);
    // power law: held inside the floor
    auto const power = make_plasma({"power:density=1,exponent=-2,reference=1000,floor=100"}, earth);
    EXPECT_EQ(sample(power, 99.9, 0, 0).gradient[0], 0);
    EXPECT_NEAR(sample(power, 50, 0, 0).density, 1e8, 1e-4);
    EXPECT_NEAR(sample(power, 100.1, 0, 0).gradient[0], -2e8 / 1e5, 10);
}

}  // namespace
}  // namespace vespa::planet::test
