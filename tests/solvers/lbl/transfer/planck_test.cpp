#include "lbl/transfer/planck.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/simd/targets.hpp"

namespace vespa::lbl {
namespace {

TEST(Planck, ConstantsAreThoseOfTheSI) {
    EXPECT_NEAR(planck_c1 / 1.1910429723971885e-8, 1, 1e-15);
    EXPECT_NEAR(planck_c2 / 1.438776877503933802, 1, 1e-15);
}

TEST(Planck, TabulatedValues) {
    EXPECT_NEAR(planck(10, 50) / 3.5720815009e-05, 1, 1e-10);
    EXPECT_NEAR(planck(5000, 296) / 4.1484944015e-08, 1, 1e-10);
    EXPECT_NEAR(planck(5000, 1500) / 1.2405041663e+01, 1, 1e-10);
    EXPECT_EQ(planck(0, 300), 0);
}

TEST(Planck, IntegratesToTheLawOfStefanAndBoltzmann) {
    double const k = units::boltzmann_constant, h = units::planck_constant, c = units::speed_of_light;
    double const sigma = 2 * std::pow(units::pi, 5) * std::pow(k, 4) / (15 * h * h * h * c * c);
    for (double const t : {50.0, 296.0, 1500.0}) {
        // Trapezium rule on a function that is smooth and flat at both ends converges beyond any power.
        double const step = t / 100;
        double sum = 0;
        for (int i = 1; i < 5000; ++i)
            sum += planck(i * step, t);
        // Half the first derivative terms vanish: B ~ nu^2 at 0 leaves an Euler-Maclaurin term of h^4 at
        // most.
        EXPECT_NEAR(sum * step / (sigma * std::pow(t, 4) / units::pi), 1, 1e-9);
    }
}

TEST(Planck, SlopeIsTheDerivative) {
    for (double const nu : {0.01, 10.0, 667.0, 5000.0}) {
        double const t = 250, h = 1e-3 * t;
        double const five_points =
            (planck(nu, t - 2 * h) - 8 * planck(nu, t - h) + 8 * planck(nu, t + h) - planck(nu, t + 2 * h)) /
            (12 * h);
        EXPECT_NEAR(planck_slope(nu, t) / five_points, 1, 1e-7);
    }
    EXPECT_EQ(planck_slope(0, 250), 0);
}

TEST(Planck, BrightnessTemperatureInverts) {
    for (double const nu : {1e-3, 10.0, 667.0, 5000.0})
        for (double const t : {30.0, 296.0, 2000.0})
            EXPECT_NEAR(brightness_temperature(nu, planck(nu, t)) / t, 1, 1e-13) << nu << ' ' << t;
    EXPECT_EQ(brightness_temperature(100, 0), 0);
    EXPECT_TRUE(std::isnan(brightness_temperature(100, -1e-9)));
}

TEST(Planck, LanesAreThePlainFunctionOnEveryInstructionSet) {
    std::vector<double> nu{0};
    for (int i = 1; i < 1003; ++i)
        nu.push_back(1e-3 * std::exp(0.0165 * i));
    std::vector<double> b(nu.size()), slope(nu.size()), alone(nu.size());
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        for (double const t : {20.0, 296.0, 3000.0}) {
            planck(nu, t, b, slope);
            planck(nu, t, alone);
            for (std::size_t i = 0; i < nu.size(); ++i) {
                double const exact = planck_c2 * nu[i] / t < 700 ? planck(nu[i], t) : 0;
                double const exact_slope = planck_c2 * nu[i] / t < 700 ? planck_slope(nu[i], t) : 0;
                // The exponent x carries a rounding or two of its own, and e^x turns them into x times as
                // much.
                double const allowed = 4e-15 + 4e-16 * planck_c2 * nu[i] / t;
                ASSERT_NEAR(b[i], exact, allowed * exact) << target << ' ' << nu[i];
                ASSERT_NEAR(slope[i], exact_slope, allowed * exact_slope) << target << ' ' << nu[i];
                ASSERT_EQ(alone[i], b[i]);
            }
        }
    }
    simd::use_target("");
    EXPECT_THROW(planck(nu, 100, std::span(b).first(3)), std::invalid_argument);
}

}  // namespace
}  // namespace vespa::lbl
