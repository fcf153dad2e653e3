#include <gtest/gtest.h>

#include <cmath>

#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

class Samples : public ::testing::Test {
  protected:
    Flown fly(Sampling const& sampling) const {
        auto problem = dipole_.problem(1e-9);
        problem.sampling = sampling;
        return fly_here(problem, Dipole::launches(30));
    }

    /// Ray by ray: the first sample is the launch, the last the end, and path length, group path and time
    /// order grow.
    static void expect_whole_rays(Flown const& flown) {
        for (std::size_t i = 0; i < flown.rays.size(); ++i) {
            auto const& ray = flown.rays[i];
            auto const& samples = flown.samples[i];
            ASSERT_GE(samples.size(), 2u);
            EXPECT_EQ(samples.front().position, ray.launch_position_m);
            EXPECT_EQ(samples.front().group_path, 0);
            EXPECT_EQ(samples.back().position, ray.end_position_m);
            EXPECT_EQ(samples.back().refractive_index, ray.end_refractive_index);
            EXPECT_EQ(samples.back().group_path, ray.group_path_m);
            EXPECT_EQ(samples.back().phase_path, ray.phase_path_m);
            EXPECT_EQ(samples.back().path_length, ray.path_length_m);
            for (std::size_t k = 1; k < samples.size(); ++k) {
                EXPECT_GT(samples[k].path_length, samples[k - 1].path_length);
                EXPECT_GT(samples[k].group_path, samples[k - 1].group_path);
                // not farther apart than the way between them
                double distance = 0;
                for (std::size_t c = 0; c < 3; ++c) {
                    distance += std::pow(samples[k].position[c] - samples[k - 1].position[c], 2);
                }
                EXPECT_LE(std::sqrt(distance),
                          (samples[k].path_length - samples[k - 1].path_length) * (1 + 1e-6));
            }
        }
    }

    Dipole dipole_;
};

TEST_F(Samples, Ends) {
    auto const flown = fly({SampleAt::ends});
    expect_whole_rays(flown);
    for (auto const& samples : flown.samples)
        EXPECT_EQ(samples.size(), 2u);
}

TEST_F(Samples, Steps) {
    auto const flown = fly({SampleAt::steps});
    expect_whole_rays(flown);
    for (std::size_t i = 0; i < flown.rays.size(); ++i) {
        EXPECT_EQ(flown.samples[i].size(), static_cast<std::size_t>(flown.rays[i].steps) + 1);
    }
}

TEST_F(Samples, Interval) {
    double const interval = 0.37;
    auto const flown = fly({SampleAt::interval, interval});
    expect_whole_rays(flown);
    for (std::size_t i = 0; i < flown.rays.size(); ++i) {
        auto const& samples = flown.samples[i];
        EXPECT_EQ(samples.size(), 2 + static_cast<std::size_t>(flown.rays[i].path_length_m / interval));
        for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
            EXPECT_NEAR(samples[k].path_length, static_cast<double>(k) * interval, 1e-12);
        }
    }
}

TEST_F(Samples, IntervalsShorterThanTheSteps) {
    auto const flown = fly({SampleAt::interval, 1e-3});
    expect_whole_rays(flown);
}

TEST_F(Samples, Knots) {
    for (std::uint32_t const knots : {2u, 3u, 17u, 400u}) {
        auto const flown = fly({SampleAt::knots, 0, knots});
        expect_whole_rays(flown);
        for (std::size_t i = 0; i < flown.rays.size(); ++i) {
            auto const& samples = flown.samples[i];
            ASSERT_EQ(samples.size(), knots);
            for (std::uint32_t k = 0; k < knots; ++k) {
                EXPECT_NEAR(samples[k].path_length, flown.rays[i].path_length_m * k / (knots - 1), 1e-12);
            }
        }
    }
}

TEST_F(Samples, KnotsLieWhereIntervalsOfTheSameLengthDo) {
    // Two ways to a point inside a step: knots from the steps kept in lanes, intervals as the ray flies.
    constexpr std::uint32_t knots = 9;
    auto const at_knots = fly({SampleAt::knots, 0, knots});
    for (std::size_t i = 0; i < 12; ++i) {
        double const interval = at_knots.rays[i].path_length_m / (knots - 1);
        auto const at_intervals = fly({SampleAt::interval, interval}).samples[i];
        ASSERT_GE(at_intervals.size(), knots);
        for (std::uint32_t k = 0; k + 1 < knots; ++k) {
            auto const& one = at_knots.samples[i][k];
            auto const& other = at_intervals[k];
            EXPECT_NEAR(one.group_path, other.group_path, 1e-11);
            EXPECT_NEAR(one.phase_path, other.phase_path, 1e-11);
            for (std::size_t c = 0; c < 3; ++c) {
                EXPECT_NEAR(one.position[c], other.position[c], 1e-11);
                EXPECT_NEAR(one.refractive_index[c], other.refractive_index[c], 1e-11);
            }
        }
    }
}

TEST_F(Samples, DoNotChangeTheRay) {
    auto const ends = fly({SampleAt::ends});
    for (auto const& sampling :
         {Sampling{SampleAt::steps}, Sampling{SampleAt::interval, 0.1}, Sampling{SampleAt::knots, 0, 9}}) {
        auto const flown = fly(sampling);
        for (std::size_t i = 0; i < flown.rays.size(); ++i) {
            EXPECT_EQ(flown.rays[i].end_position_m, ends.rays[i].end_position_m);
            EXPECT_EQ(flown.rays[i].group_path_m, ends.rays[i].group_path_m);
        }
    }
}

TEST_F(Samples, BetweenStepsLieOnTheRay) {
    // against samples of the same places at a sharper tolerance
    auto problem = dipole_.problem(1e-8);
    problem.sampling = {SampleAt::interval, 0.25};
    auto const coarse = fly_here(problem, Dipole::launches(30));
    problem.tolerance = 1e-12;
    auto const sharp = fly_here(problem, Dipole::launches(30));
    for (std::size_t i = 0; i < coarse.samples.size(); ++i) {
        for (std::size_t k = 0; k + 1 < std::min(coarse.samples[i].size(), sharp.samples[i].size()); ++k) {
            for (std::size_t c = 0; c < 3; ++c) {
                EXPECT_NEAR(coarse.samples[i][k].position[c], sharp.samples[i][k].position[c], 1e-5);
            }
        }
    }
}

}  // namespace
}  // namespace vespa::raytrace
