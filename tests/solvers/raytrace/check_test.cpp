#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class Check : public ::testing::Test {
  protected:
    Check() : launches_(Dipole::launches(1)), sound_(dipole_.problem(1e-8)) { sound_.launches = &launches_; }

    /// What check() says of a problem with one change.
    template <class Change>
    std::string objection(Change change) const {
        Problem problem = sound_;
        change(problem);
        try {
            check(problem);
        } catch (BadInput const& error) {
            return error.what();
        }
        return "none";
    }

    Dipole dipole_;
    LaunchList launches_;
    Problem sound_;
};

TEST_F(Check, SoundProblemsPass) {
    EXPECT_EQ(objection([](Problem&) {}), "none");
    EXPECT_EQ(objection([](Problem& p) { p.length_scale_m = 0; }), "none");
    EXPECT_EQ(objection([](Problem& p) { p.surfaces.equatorial_radius_m = p.surfaces.polar_radius_m = 0; }),
              "none");
}

#define EXPECT_OBJECTION(member, value)                                                                    \
    EXPECT_EQ(objection([](Problem& p) { p.member = value; }).substr(0, sizeof #member + 1), #member ": ") \
        << #member " = " #value

TEST_F(Check, NamesTheMemberThatCannotBeUsed) {
    EXPECT_OBJECTION(launches, nullptr);
    EXPECT_OBJECTION(tolerance, 0);
    EXPECT_OBJECTION(tolerance, 1e-15);
    EXPECT_OBJECTION(tolerance, 1);
    EXPECT_OBJECTION(tolerance, nan);
    EXPECT_OBJECTION(length_scale_m, -1);
    EXPECT_OBJECTION(length_scale_m, nan);
    EXPECT_OBJECTION(initial_step_m, -1);
    EXPECT_OBJECTION(initial_step_m, nan);
    EXPECT_OBJECTION(maximum_step_m, -1);
    EXPECT_OBJECTION(maximum_step_m, nan);
    EXPECT_OBJECTION(maximum_steps, 0);
    EXPECT_OBJECTION(maximum_steps, 4000000000u);
    EXPECT_OBJECTION(maximum_path_m, 0);
    EXPECT_OBJECTION(maximum_path_m, nan);
    EXPECT_OBJECTION(maximum_refractive_index, 1);
    EXPECT_OBJECTION(maximum_refractive_index, nan);
    EXPECT_OBJECTION(maximum_hamiltonian, 0);
    EXPECT_OBJECTION(surfaces.equatorial_radius_m, -1);
    EXPECT_OBJECTION(surfaces.equatorial_radius_m, nan);
    EXPECT_OBJECTION(surfaces.polar_radius_m, 0);
    EXPECT_OBJECTION(surfaces.polar_radius_m, nan);
    EXPECT_OBJECTION(surfaces.outer_radius_m, 0);
    EXPECT_OBJECTION(surfaces.outer_radius_m, nan);
    EXPECT_OBJECTION(surfaces.box_lower_m, (Vector{0, nan, 0}));
    EXPECT_OBJECTION(surfaces.box_lower_m, (Vector{0, 0, std::numeric_limits<double>::infinity()}));
}

TEST_F(Check, SamplingNeedsItsNumbers) {
    EXPECT_EQ(objection([](Problem& p) { p.sampling.at = SampleAt::interval; }).substr(0, 19),
              "sampling.interval_m");
    EXPECT_EQ(objection([](Problem& p) {
                  p.sampling = {SampleAt::interval, nan};
              }).substr(0, 19),
              "sampling.interval_m");
    EXPECT_EQ(objection([](Problem& p) {
                  p.sampling = {SampleAt::knots, 0, 1};
              }).substr(0, 14),
              "sampling.knots");
}

TEST_F(Check, ALengthIsNeededWhereThereIsNoBody) {
    auto const text = objection([](Problem& p) {
        p.length_scale_m = 0;
        p.surfaces.equatorial_radius_m = p.surfaces.polar_radius_m = 0;
    });
    EXPECT_EQ(text.substr(0, 15), "length_scale_m:");
    EXPECT_NE(text.find("allowed: above 0 where there is no body"), std::string::npos);
}

TEST_F(Check, AFormulaStandsAlone) {
    UnitMedium const formula([](Vector const&) { return UnitMedium::Values{}; });
    EXPECT_EQ(objection([&](Problem& p) { p.medium.formula = &formula; }).substr(0, 7), "medium:");
    EXPECT_EQ(objection([&](Problem& p) { p.medium = {nullptr, nullptr, &formula}; }), "none");
}

}  // namespace
}  // namespace vespa::raytrace
