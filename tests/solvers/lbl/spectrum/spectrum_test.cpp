// Atmospheres without lines: what comes out of them is known in closed form.
#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/transfer/planck.hpp"
#include "solvers/lbl/spectrum/made_atmosphere.hpp"

namespace {

using namespace vespa;
using namespace vespa::lbl;
using vespa::testing::grey_collisions;
using vespa::testing::isothermal;
using vespa::testing::made_problem;
using vespa::testing::ranks;
using vespa::testing::spectrum_of;

TEST(Spectrum, OfAnIsothermalAtmosphereOverACooler) {
    auto problem = made_problem();
    problem.surface = {.temperature = 150, .emissivity = 1};
    check(problem);
    auto const radiance = spectrum_of(problem, "radiance"), through = spectrum_of(problem, "transmittance");
    double const tau = -std::log(through[0]);
    EXPECT_GT(tau, 0.01);
    for (std::size_t i = 0; i < radiance.size(); i += 100) {
        double const nu = problem.grid.at(static_cast<std::int64_t>(i));
        double const expected = planck(nu, 150) * std::exp(-tau) - planck(nu, 200) * std::expm1(-tau);
        EXPECT_NEAR(radiance[i] / expected, 1, 1e-12);
        EXPECT_NEAR(through[i], std::exp(-tau), 1e-12);
    }
}

TEST(Spectrum, MirrorAndLambertSurfacesReflectWhatComesDown) {
    auto problem = made_problem();
    problem.surface = {.temperature = 150, .emissivity = 0.7};
    auto const through = spectrum_of(problem, "transmittance"), mirror = spectrum_of(problem, "radiance");
    problem.surface.is_lambert = true;
    auto const lambert = spectrum_of(problem, "radiance");
    double const t = through[0], nu = problem.grid.at(0);
    double const down = planck(nu, 200) * (1 - t);
    EXPECT_NEAR(mirror[0], (0.7 * planck(nu, 150) + 0.3 * down) * t + planck(nu, 200) * (1 - t),
                1e-12 * mirror[0]);
    EXPECT_GT(lambert[0], mirror[0]);  // slanting light has come a longer way, and thus carries more
}

TEST(Spectrum, SunlightIsReflected) {
    auto problem = made_problem();
    problem.continua.collisions.clear();
    problem.grid = {5000, 1, 100};
    problem.surface = {.temperature = 150, .emissivity = 0.6, .is_lambert = true};
    problem.sunlight = Sunlight{.temperature = 5772, .solid_angle = 6.8e-5, .zenith_angle = 60};
    auto const radiance = spectrum_of(problem, "radiance");
    double const expected =
        0.4 / std::acos(-1.0) * 0.5 * 6.8e-5 * planck(5000, 5772) + 0.6 * planck(5000, 150);
    EXPECT_NEAR(radiance[0] / expected, 1, 1e-12);
}

TEST(Spectrum, ContributionsAndTheSurfaceAddUp) {
    auto problem = made_problem();
    problem.wanted.contributions = true;
    problem.surface = {.temperature = 150, .emissivity = 1};
    auto const radiance = spectrum_of(problem, "radiance"), through = spectrum_of(problem, "transmittance");
    double sum = planck(problem.grid.at(7), 150) * through[7];
    for (std::size_t layer = 0; layer < 29; ++layer)
        sum += spectrum_of(problem, "contribution", layer)[7];
    EXPECT_NEAR(sum / radiance[7], 1, 1e-12);
}

TEST(Spectrum, ATransitSeesThePlanetAndSomeOfItsAir) {
    auto problem = made_problem();
    problem.views.clear();
    problem.wanted.transit_radius = true;
    auto const some = spectrum_of(problem, "effective_radius");
    problem.continua.collisions = {grey_collisions(1e-43)};
    auto const more = spectrum_of(problem, "effective_radius");
    EXPECT_GT(some[0], 6e6);
    // tau goes with density squared: a hundred times the coefficient lifts the radius by ln(100) H / 2
    double const scale = 8.314462618 * 200 / (0.0280134 * 9);
    EXPECT_NEAR((more[0] - some[0]) / (0.5 * std::log(100.0) * scale), 1, 0.05);
}

TEST(Spectrum, RefusesWhatCannotBe) {
    auto const refused = [](auto change) {
        auto problem = made_problem();
        change(problem);
        try {
            check(problem);
        } catch (BadInput const& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_EQ(refused([](auto&) {}), "");
    EXPECT_NE(refused([](auto& p) { p.continua.collisions[0].second = "CH4"; }).find("no CH4"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.surface.emissivity = 1.5; }).find("0 to 1"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.views.clear(); }).find("nothing is looked at"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.wanted.by_abundance = {"N2"}; }).find("N2 has no lines"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) {
                  p.views[0].kind = ViewKind::occultation;
                  p.views[0].at = 1000;
                  p.wanted.by_temperature = true;
              }).find("no radiance"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.continua.water = WaterContinuum{}; }).find("no H2O"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.profile.pressure[3] = 1e6; }), "");
    EXPECT_NE(refused([](auto& p) {
                  p.views[0].kind = ViewKind::limb;
                  p.views[0].at = 1e9;
              }),
              "");
}

}  // namespace
