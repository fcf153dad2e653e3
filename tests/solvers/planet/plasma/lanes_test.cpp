#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "core/simd/targets.hpp"
#include "media.hpp"
#include "planet/plasma/density_reference.hpp"

// The lanes against the scalar twin, on each instruction set the processor has.
namespace vespa::planet::test {
namespace {

class Lanes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(EveryInstructionSet, Lanes, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& target) { return target.param; });

// Lanes and twin round differently, by some units in the last place of the position (m) at most: the density
// then differs by the gradient times that, relatively by 2e-16 |∇n||x|/n a unit. 1e-12 is allowed besides,
// for exponents of some 100s. Below 1e-40 of the largest density of the sample nothing is asked but
// smallness.
double relative_tolerance(double density, double gradient, double distance) {
    return 1e-12 + 2e-15 * (density > 0 ? gradient * distance / density : 0);
}

TEST_P(Lanes, AgreeWithTheScalarTwin) {
    for (auto const& medium : media()) {
        auto const plasma = medium.plasma();
        auto const at = points(medium, 403);
        auto const batch = evaluate(plasma, at);
        double most = 0;
        for (double const n : batch.density)
            most = std::max(most, std::abs(n));
        ASSERT_GT(most, 0) << medium.specifications[0];
        for (std::size_t i = 0; i < at.x.size(); ++i) {
            std::string const where = medium.specifications[0] + " point " + std::to_string(i);
            double const plain = reference_density(plasma, at.x[i], at.y[i], at.z[i]);
            auto const twin = reference_density_and_gradient(plasma, at.x[i], at.y[i], at.z[i]);
            double const size = std::hypot(twin.slope[0], twin.slope[1], twin.slope[2]);
            double const relative =
                relative_tolerance(std::abs(plain), size, std::hypot(at.x[i], at.y[i], at.z[i]));
            double const tiny = 1e-40 * most;
            EXPECT_NEAR(twin.value, plain, relative * std::abs(plain) + tiny) << where;
            EXPECT_NEAR(batch.density[i], plain, relative * std::abs(plain) + tiny) << where;
            EXPECT_NEAR(batch.gx[i], twin.slope[0], 10 * relative * size + tiny) << where;
            EXPECT_NEAR(batch.gy[i], twin.slope[1], 10 * relative * size + tiny) << where;
            EXPECT_NEAR(batch.gz[i], twin.slope[2], 10 * relative * size + tiny) << where;
        }
    }
}

TEST_P(Lanes, ResultOfALaneDoesNotDependOnTheOthersNorOnTheBatch) {
    for (auto const& medium : media()) {
        auto const plasma = medium.plasma();
        auto const at = points(medium, 29);
        auto const together = evaluate(plasma, at);
        for (std::size_t i = 0; i < at.x.size(); ++i) {
            auto const alone = evaluate(plasma, {{at.x[i]}, {at.y[i]}, {at.z[i]}});
            EXPECT_EQ(alone.density[0], together.density[i]) << medium.specifications[0];
            EXPECT_EQ(alone.gx[0], together.gx[i]);
            EXPECT_EQ(alone.gy[0], together.gy[i]);
            EXPECT_EQ(alone.gz[0], together.gz[i]);
        }
    }
}

TEST_P(Lanes, ALaneBesideNotANumberIsUndisturbed) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    for (auto const& medium : media()) {
        auto const plasma = medium.plasma();
        auto at = points(medium, 8);
        auto const clean = evaluate(plasma, at);
        at.x[0] = at.y[2] = at.z[5] = nan;
        at.x[7] = std::numeric_limits<double>::infinity();
        auto const beside = evaluate(plasma, at);
        for (std::size_t const i : {1u, 3u, 4u, 6u}) {
            EXPECT_EQ(beside.density[i], clean.density[i]) << medium.specifications[0];
            EXPECT_EQ(beside.gx[i], clean.gx[i]);
            EXPECT_EQ(beside.gy[i], clean.gy[i]);
            EXPECT_EQ(beside.gz[i], clean.gz[i]);
        }
    }
}

TEST_P(Lanes, DensityAloneIsTheSameDensity) {
    for (auto const& medium : media()) {
        auto const plasma = medium.plasma();
        auto const at = points(medium, 11);
        auto const both = evaluate(plasma, at);
        std::vector<double> alone(11);
        plasma.density(at.x, at.y, at.z, alone);
        EXPECT_EQ(alone, both.density) << medium.specifications[0];
    }
}

// The centre, the axes, the surface, far outside: nothing there is NaN or infinite, and no density is
// negative.
TEST_P(Lanes, FiniteEverywhere) {
    std::vector<double> const places{0,    1e-300, 1e-9, 1.0,   -3e3,   1e6,  6.37e6, -6.46e6, 7.1e7,
                                     -4e8, 7e8,    1e10, -1e13, 3.2e16, 1e20, -1e30,  7.14e7,  1560.8e3};
    Points at;
    for (double const x : places) {
        for (double const y : places) {
            for (double const z : places) {
                at.x.push_back(x);
                at.y.push_back(y);
                at.z.push_back(z);
            }
        }
    }
    for (auto const& medium : media()) {
        auto const batch = evaluate(medium.plasma(), at);
        bool const may_be_negative = medium.specifications[0].find("continued") != std::string::npos;
        for (std::size_t i = 0; i < at.x.size(); ++i) {
            EXPECT_TRUE(std::isfinite(batch.density[i]) && std::isfinite(batch.gx[i]) &&
                        std::isfinite(batch.gy[i]) && std::isfinite(batch.gz[i]))
                << medium.specifications[0] << " at " << at.x[i] << ' ' << at.y[i] << ' ' << at.z[i] << ": "
                << batch.density[i] << ' ' << batch.gx[i] << ' ' << batch.gy[i] << ' ' << batch.gz[i];
            if (!may_be_negative) {
                EXPECT_GE(batch.density[i], 0) << medium.specifications[0];
            }
        }
    }
}

TEST_P(Lanes, WithoutModelsThereIsAVacuumAndModelsAdd) {
    auto const medium = media().back();
    auto const at = points(medium, 50);
    for (double const n : evaluate(Plasma(), at).density)
        EXPECT_EQ(n, 0);
    auto const sum = evaluate(medium.plasma(), at);
    std::vector<double> added(50), added_z(50);
    for (auto const& specification : medium.specifications) {
        auto const part = evaluate(make_plasma({specification}, body_named(medium.body)), at);
        for (std::size_t i = 0; i < 50; ++i) {
            added[i] += part.density[i];
            added_z[i] += part.gz[i];
        }
    }
    for (std::size_t i = 0; i < 50; ++i) {
        EXPECT_DOUBLE_EQ(sum.density[i], added[i]);
        double const size = std::hypot(sum.gx[i], sum.gy[i], sum.gz[i]);
        EXPECT_NEAR(sum.gz[i], added_z[i], 1e-14 * size);
    }
}

TEST(Plasma, SpansOfDifferentLengthsAreRefused) {
    Plasma const plasma;
    std::vector<double> three(3), two(2);
    EXPECT_THROW(plasma.density(three, three, two, three), std::invalid_argument);
    EXPECT_THROW(plasma.density(three, three, three, two), std::invalid_argument);
    EXPECT_THROW(plasma.density_and_gradient(three, three, three, three, three, three, two),
                 std::invalid_argument);
    EXPECT_NO_THROW(plasma.density({}, {}, {}, {}));
}

}  // namespace
}  // namespace vespa::planet::test
