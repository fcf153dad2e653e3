// The run over ranks: the same bits whatever their number, stops, failures, corner sizes.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "core/parallel/watcher.hpp"
#include "raytrace/solve.hpp"
#include "solvers/raytrace/memory_sink.hpp"

namespace vespa::raytrace {
namespace {

class Run : public ::testing::Test {
  protected:
    Problem problem(LaunchSource const& launches, SampleAt at = SampleAt::steps) const {
        auto result = dipole_.problem(1e-7);
        result.launches = &launches;
        result.sampling.at = at;
        return result;
    }

    Dipole dipole_;
    parallel::Watcher quiet_;
};

TEST_F(Run, GivesTheSameBitsAtAnyNumberOfRanks) {
    auto const launches = mixed_launches(333);
    LaunchList const list(launches);
    auto const here = fly_here(problem(list), launches);  // on this rank alone
    for (std::uint32_t const wave : {0u, 1000u, 100u, 7u}) {
        auto p = problem(list);
        p.rays_per_wave = wave;
        MemorySink sink;
        auto const result = solve(p, ranks(), quiet_, sink);
        EXPECT_EQ(sink.total, 333u);
        EXPECT_EQ(sink.waves, wave == 100 ? 4 : wave == 7 ? 48 : 1);
        auto const all = sink.gathered();
        ASSERT_EQ(all.rays.size(), launches.size());
        auto row = all.samples.begin();
        std::uint64_t steps = 0, samples = 0;
        for (std::size_t i = 0; i < launches.size(); ++i) {
            ASSERT_TRUE(same_bits(all.rays[i], here.rays[i])) << "ray " << i;
            ASSERT_EQ(all.counts[i], here.samples[i].size());
            for (auto const& sample : here.samples[i]) {
                double const flat[] = {
                    sample.position[0],         sample.position[1],         sample.position[2],
                    sample.refractive_index[0], sample.refractive_index[1], sample.refractive_index[2],
                    sample.group_path,          sample.phase_path,          sample.path_length};
                for (double const value : flat)
                    ASSERT_TRUE(same_bits(*row++, value));
                // density and field at the sample
                double const r2 = dot(sample.position, sample.position);
                EXPECT_NEAR(*row++ / (0.9 * unit_density() / (r2 * r2)), 1, 1e-12);
                row += 3;
            }
            steps += static_cast<std::uint64_t>(all.rays[i].steps);
            samples += all.counts[i];
        }
        EXPECT_EQ(result.steps, steps);
        EXPECT_EQ(result.samples, samples);
        EXPECT_EQ(result.rays_asked, 333u);
        EXPECT_EQ(result.rays_delivered, 333u);
        EXPECT_EQ(result.rays_flown, 333u);
        EXPECT_FALSE(result.stopped);
        EXPECT_EQ(result.reasons[static_cast<std::size_t>(StopReason::starts_inside_body)], 30u);
    }
}

TEST_F(Run, KnowsXAtTheTurningPointAndAtTheEnd) {
    LaunchList const list(Dipole::launches(40));
    MemorySink sink;
    solve(problem(list, SampleAt::ends), ranks(), quiet_, sink);
    int turned = 0;
    for (auto const& ray : sink.gathered().rays) {
        auto const X = [](Vector const& p) { return 0.9 / std::pow(dot(p, p), 2); };
        EXPECT_GE(ray.maximum_plasma_ratio, X(ray.end_position_m) * (1 - 1e-12));
        EXPECT_GE(ray.maximum_plasma_ratio, X(ray.launch_position_m) * (1 - 1e-12));
        if (ray.turning_points == 0) continue;
        ++turned;
        EXPECT_NEAR(ray.turning_plasma_ratio / X(ray.turning_position_m), 1, 1e-12);
        EXPECT_GE(ray.maximum_plasma_ratio, ray.turning_plasma_ratio);
    }
    EXPECT_GT(turned, 5);
}

TEST_F(Run, CornerSizes) {
    for (std::size_t const count : {0u, 1u, 2u, 3u, 5u}) {
        LaunchList const list(Dipole::launches(count));
        MemorySink sink;
        auto const result = solve(problem(list), ranks(), quiet_, sink);
        EXPECT_EQ(result.rays_flown, count);
        EXPECT_FALSE(result.stopped);
        EXPECT_EQ(sink.gathered().rays.size(), count);
        EXPECT_EQ(sink.waves, count > 0 ? 1 : 0);
    }
}

TEST_F(Run, AllRejected) {
    auto launches = Dipole::launches(50);
    for (auto& launch : launches)
        launch.direction = {0, 0, 0};
    LaunchList const list(launches);
    MemorySink sink;
    auto const result = solve(problem(list), ranks(), quiet_, sink);
    EXPECT_EQ(result.reasons[static_cast<std::size_t>(StopReason::bad_direction)], 50u);
    EXPECT_EQ(result.samples, 0u);
    EXPECT_EQ(result.steps, 0u);
    auto const all = sink.gathered();
    for (auto const& ray : all.rays)
        EXPECT_EQ(ray.stop_reason, StopReason::bad_direction);
}

/// Asks to stop, on one rank only, once it has been told of progress a number of times.
class Stopper final : public parallel::Watcher {
  public:
    Stopper(int rank, int after) : here_(ranks().rank() == rank), after_(after) {}
    void progress(std::uint64_t done, std::uint64_t total) override {
        EXPECT_LE(done, total);
        ++calls_;
    }
    bool stop_requested() override { return here_ && calls_ >= after_; }

  private:
    bool here_;
    int after_;
    int calls_ = 0;
};

TEST_F(Run, StoppedMidwayKeepsTheFinishedRays) {
    auto const launches = Dipole::launches(3000);
    LaunchList const list(launches);
    auto const here = fly_here(problem(list, SampleAt::ends), launches);
    for (int const stopping : {0, ranks().size() - 1}) {
        auto p = problem(list, SampleAt::ends);
        p.rays_per_wave = 1000;
        MemorySink sink;
        Stopper stopper(stopping, 1);
        auto const result = solve(p, ranks(), stopper, sink);
        EXPECT_TRUE(result.stopped);
        // Alone, the rank that asks to stop is midway in a wave; other ranks may have finished that wave meanwhile.
        EXPECT_LE(result.rays_flown, result.rays_delivered - (ranks().size() == 1 ? 1u : 0u));
        EXPECT_LT(result.rays_flown, launches.size());
        EXPECT_EQ(result.rays_delivered % 1000, 0u);
        auto const all = sink.gathered();
        ASSERT_EQ(all.rays.size(), result.rays_delivered);
        std::uint64_t flown = 0;
        for (std::size_t i = 0; i < all.rays.size(); ++i) {
            if (all.rays[i].stop_reason == StopReason::not_flown) {
                EXPECT_EQ(all.rays[i].launch_direction, launches[i].direction);
                EXPECT_EQ(all.counts[i], 0u);
            } else {
                ++flown;
                ASSERT_TRUE(same_bits(all.rays[i], here.rays[i]));
                EXPECT_EQ(all.counts[i], 2u);
            }
        }
        EXPECT_EQ(flown, result.rays_flown);
        EXPECT_EQ(result.reasons[0], result.rays_delivered - flown);
    }
}

TEST_F(Run, StoppedBeforeItBeginsFliesNothing) {
    LaunchList const list(Dipole::launches(100));
    MemorySink sink;
    Stopper stopper(0, 0);
    auto const result = solve(problem(list), ranks(), stopper, sink);
    EXPECT_TRUE(result.stopped);
    EXPECT_LT(result.rays_flown, 100u);
}

/// A launch source that fails at one ray.
class BrokenSource final : public LaunchSource {
  public:
    std::uint64_t size() const override { return 500; }
    Launch at(std::uint64_t ray) const override {
        if (ray == 321) throw std::runtime_error("no ray 321");
        return launches_[ray];
    }

  private:
    std::vector<Launch> launches_ = Dipole::launches(500);
};

TEST_F(Run, FailsOnAllRanksAlikeWhereOneFails) {
    BrokenSource const broken;
    MemorySink sink;
    try {
        solve(problem(broken), ranks(), quiet_, sink);
        FAIL() << "nothing was thrown";
    } catch (parallel::AgreedError const& error) {
        EXPECT_NE(std::string(error.what()).find("no ray 321"), std::string::npos) << error.what();
        EXPECT_FALSE(error.is_bad_input());
    }
}

TEST_F(Run, RefusesAProblemThatCannotBeFlown) {
    LaunchList const list(Dipole::launches(5));
    auto p = problem(list);
    p.tolerance = 0;
    MemorySink sink;
    try {
        solve(p, ranks(), quiet_, sink);
        FAIL() << "nothing was thrown";
    } catch (parallel::AgreedError const& error) {
        EXPECT_TRUE(error.is_bad_input());
        EXPECT_NE(std::string(error.what()).find("tolerance"), std::string::npos);
    }
    EXPECT_EQ(sink.waves, 0);
}

}  // namespace
}  // namespace vespa::raytrace
