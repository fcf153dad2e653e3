// Rays that go from rank to rank: the same bits as without bricks, whatever the bricks and the ranks.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "core/parallel/agreement.hpp"
#include "core/parallel/watcher.hpp"
#include "solvers/raytrace/memory_sink.hpp"

namespace vespa::raytrace {
namespace {

class InBricks : public ::testing::Test {
  protected:
    Problem problem(LaunchSource const& launches, SampleAt at) const {
        auto result = dipole_.problem(1e-7);
        result.launches = &launches;
        result.sampling = {.at = at, .interval_m = 0.3, .knots = 2};
        result.maximum_reach_m = 1;
        return result;
    }

    BrickLayout layout(std::array<std::uint32_t, 3> const& counts) const {
        return {{-8, -8, -8}, {8, 8, 8}, counts};
    }

    /// Compares a run in bricks with the same run without.
    void expect_same(Problem problem, BrickLayout const& layout) {
        MemorySink without, within;
        problem.bricks.reset();
        auto const expected = solve(problem, ranks(), quiet_, without);
        problem.bricks = layout;
        auto const result = solve(problem, ranks(), quiet_, within);
        auto const a = without.gathered(), b = within.gathered();
        ASSERT_EQ(a.rays.size(), b.rays.size());
        for (std::size_t i = 0; i < a.rays.size(); ++i)
            ASSERT_TRUE(same_bits(a.rays[i], b.rays[i])) << "ray " << i;
        EXPECT_EQ(a.counts, b.counts);
        ASSERT_EQ(a.samples.size(), b.samples.size());
        for (std::size_t i = 0; i < a.samples.size(); ++i)
            ASSERT_TRUE(same_bits(a.samples[i], b.samples[i])) << "value " << i;
        EXPECT_EQ(expected.reasons, result.reasons);
        EXPECT_EQ(expected.steps, result.steps);
        EXPECT_EQ(expected.samples, result.samples);
        EXPECT_EQ(result.rays_flown, problem.launches->size());
        EXPECT_FALSE(result.stopped);
        last_ = result;
    }

    Dipole dipole_;
    parallel::Watcher quiet_;
    Result last_;
};

TEST_F(InBricks, RaysAreTheSameToTheLastBit) {
    LaunchList const list(mixed_launches(333));
    for (auto const at : {SampleAt::ends, SampleAt::steps, SampleAt::interval}) {
        for (auto const& counts :
             {std::array<std::uint32_t, 3>{1, 1, 1}, {2, 1, 1}, {1, 3, 2}, {8, 8, 8}, {1, 1, 64}}) {
            expect_same(problem(list, at), layout(counts));
            bool const is_shared = ranks().size() > 1 && counts[0] * counts[1] * counts[2] > 1;
            EXPECT_EQ(last_.migrations > 0, is_shared);
        }
    }
}

TEST_F(InBricks, InSeveralWaves) {
    LaunchList const list(mixed_launches(333));
    auto p = problem(list, SampleAt::steps);
    p.rays_per_wave = 50;
    expect_same(p, layout({3, 4, 5}));
}

TEST_F(InBricks, WhatIsFoundAlongTheRaysGoesWithThem) {
    LaunchList const list(mixed_launches(60));
    auto p = problem(list, SampleAt::interval);
    p.along.polarisation = p.along.spreading = true;
    p.source_velocity_m_s = {100, 200, 300};
    expect_same(p, layout({5, 4, 6}));
}

TEST_F(InBricks, AlongFacesAndThroughCorners) {
    // straight rays in a vacuum, at the bricks' very borders
    std::vector<Launch> launches;
    for (Vector const& direction :
         {Vector{1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {1, 1, 1}, {-1, 0, 0}, {-1, -1, -1}}) {
        for (Vector const& start : {Vector{0, 0, 0}, {-4, -4, -4}, {-4, 0, 0}, {0, 4, 4}})
            launches.push_back(unit_launch(start, direction));
    }
    LaunchList const list(launches);
    Problem p = unit_problem(1e-8);
    p.launches = &list;
    p.maximum_step_m = 0.7;
    p.maximum_reach_m = 1;
    p.surfaces.outer_radius_m = 7.5;
    p.sampling.at = SampleAt::steps;
    expect_same(p, layout({4, 4, 4}));
    expect_same(p, layout({32, 32, 32}));
}

TEST_F(InBricks, TheSignOfAWaveThatHasPassedXOneGoesWithIt) {
    // a whistler exactly along **B**, down from X = 3: below X = 1 it is the extraordinary wave
    UnitMedium const medium([](Vector const& x) {
        return UnitMedium::Values{3 - 0.4 * x[2], {0, 0, -0.4}, {0, 0, 2}, {}};
    });
    LaunchList const list({unit_launch({0, 0, 0}, {0, 0, 1}, Mode::ordinary)});
    Problem p = unit_problem(1e-8);
    p.medium.formula = &medium;
    p.launches = &list;
    p.maximum_step_m = 0.3;
    p.maximum_reach_m = 1;
    p.surfaces.box_upper_m[2] = 7;
    p.along.absorption = true;
    expect_same(p, layout({1, 1, 64}));
    EXPECT_EQ(last_.reasons[static_cast<std::size_t>(StopReason::box)], 1u);
    EXPECT_LT(last_.hamiltonian_error, 1e-5);
}

TEST_F(InBricks, ARankMayHaveAllRaysOrNone) {
    auto launches = Dipole::launches(40);
    LaunchList const list(launches);
    // one brick has them all; with many ranks some never see a ray
    BrickLayout far = layout({2, 2, 2});
    far.lower_m = {20, 20, 20};
    far.upper_m = {30, 30, 30};
    expect_same(problem(list, SampleAt::steps), far);
    EXPECT_EQ(last_.migrations, 0u);
    LaunchList const none({});
    expect_same(problem(none, SampleAt::ends), layout({2, 2, 2}));
}

TEST_F(InBricks, AllRejected) {
    auto launches = Dipole::launches(50);
    for (auto& launch : launches)
        launch.position_m[1] = std::nan("");
    LaunchList const list(launches);
    expect_same(problem(list, SampleAt::steps), layout({3, 3, 3}));
}

/// Asks to stop, on the last rank only, at once.
class StopAtOnce final : public parallel::Watcher {
  public:
    bool stop_requested() override { return ranks().rank() == ranks().size() - 1; }
};

TEST_F(InBricks, StoppedMidwayKeepsWholeRaysOnly) {
    auto const launches = Dipole::launches(3000);
    LaunchList const list(launches);
    auto p = problem(list, SampleAt::steps);
    auto const here = fly_here(p, launches);
    p.bricks = layout({8, 8, 8});
    StopAtOnce stop;
    MemorySink sink;
    auto const result = solve(p, ranks(), stop, sink);
    EXPECT_TRUE(result.stopped);
    EXPECT_EQ(result.rays_delivered, 3000u);
    auto const all = sink.gathered();
    std::uint64_t flown = 0;
    for (std::size_t i = 0; i < all.rays.size(); ++i) {
        if (all.rays[i].stop_reason == StopReason::not_flown) {
            EXPECT_EQ(all.counts[i], 0u);
            continue;
        }
        ++flown;
        EXPECT_TRUE(same_bits(all.rays[i], here.rays[i]));
        EXPECT_EQ(all.counts[i], here.samples[i].size());
    }
    EXPECT_EQ(result.rays_flown, flown);
    EXPECT_LT(flown, 3000u);
}

/// A medium that is not to be looked at beyond a brick's reach.
class Fenced final : public MediumFormula {
  public:
    Fenced(BrickLayout const& layout, double reach) : layout_(layout), reach_(reach) {}

    void evaluate(Vector const& x, MediumSample& sample) const override {
        bool near = false;
        for (std::uint64_t number = 0; number < layout_.count() && !near; ++number) {
            if (layout_.owner(number, ranks().size()) != ranks().rank()) continue;
            Brick const brick = layout_.brick(number);
            double squared = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                double const off = std::max({brick.lower[i] - x[i], x[i] - brick.upper[i], 0.0});
                squared += off * off;
            }
            near = squared <= reach_ * reach_;
        }
        double const r2 = dot(x, x), X = 0.3 / r2;
        // A lane that never had a ray; a step that has reached too far already.
        if (!(r2 > 0)) return;
        if (!near) throw std::logic_error("looked beyond the fence");
        sample.density_m3 = unit_density() * X;
        sample.density_gradient = times(-2 * sample.density_m3 / r2, x);
        sample.magnetic_field_T = {0, 0, 0.2 * unit_field()};
    }

  private:
    BrickLayout layout_;
    double reach_;
};

TEST_F(InBricks, TheMediumIsNeededWithinReachOnly) {
    auto const bricks = layout({4, 4, 4});
    // a step reaches a cell's length beyond the brick at most twice: its own, and displaced by a tube's width
    Fenced const medium(bricks, 1.0 + 1e-3);
    LaunchList const list(Dipole::launches(200));
    Problem p = unit_problem(1e-8);
    p.medium.formula = &medium;
    p.launches = &list;
    p.maximum_step_m = 0.8;
    p.maximum_reach_m = 1;
    p.surfaces.outer_radius_m = 7.5;
    p.sampling.at = SampleAt::steps;
    p.along.polarisation = p.along.spreading = true;
    p.bricks = bricks;
    MemorySink sink;
    auto const result = solve(p, ranks(), quiet_, sink);
    EXPECT_EQ(result.reasons[static_cast<std::size_t>(StopReason::outer_sphere)], 200u);
}

/// Fails on the last rank for the last ray: whoever looks launches up, that rank looks at that one.
class FailingSource final : public LaunchSource {
  public:
    explicit FailingSource(std::vector<Launch> launches) : launches_(std::move(launches)) {}
    std::uint64_t size() const override { return launches_.size(); }
    Launch at(std::uint64_t ray) const override {
        if (ray == 299 && ranks().rank() == ranks().size() - 1) throw std::runtime_error("ray 299 is lost");
        return launches_[ray];
    }

  private:
    std::vector<Launch> launches_;
};

TEST_F(InBricks, AFailureEndsAllRanks) {
    FailingSource const source(Dipole::launches(300));
    auto p = problem(source, SampleAt::ends);
    p.bricks = layout({8, 8, 8});
    MemorySink sink;
    EXPECT_THROW(solve(p, ranks(), quiet_, sink), parallel::AgreedError);
}

/// Fails in flight, on the rank that meets it.
class FailingMedium final : public MediumFormula {
    void evaluate(Vector const& x, MediumSample&) const override {
        if (x[0] > 5) throw std::runtime_error("no medium there");
    }
};

TEST_F(InBricks, AFailureInFlightEndsAllRanks) {
    FailingMedium const medium;
    LaunchList const list(Dipole::launches(300));
    Problem p = unit_problem(1e-8);
    p.medium.formula = &medium;
    p.maximum_step_m = 0.8;
    p.launches = &list;
    p.surfaces.outer_radius_m = 7.5;
    p.bricks = layout({8, 8, 8});
    MemorySink sink;
    EXPECT_THROW(solve(p, ranks(), quiet_, sink), parallel::AgreedError);
}

TEST_F(InBricks, WhatBricksCannotDoIsSaid) {
    LaunchList const list(Dipole::launches(3));
    auto p = problem(list, SampleAt::knots);
    p.bricks = layout({2, 2, 2});
    MemorySink sink;
    EXPECT_THROW(solve(p, ranks(), quiet_, sink), parallel::AgreedError);
    p.sampling.at = SampleAt::ends;
    p.bricks->counts[1] = 0;
    EXPECT_THROW(solve(p, ranks(), quiet_, sink), parallel::AgreedError);
    p.bricks->counts[1] = 1;
    p.bricks->upper_m[2] = p.bricks->lower_m[2];
    EXPECT_THROW(solve(p, ranks(), quiet_, sink), parallel::AgreedError);
}

}  // namespace
}  // namespace vespa::raytrace
