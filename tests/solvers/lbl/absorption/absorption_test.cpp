// Lines as a block sees them, what widens them, and the points at which their sums are checked.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/errors/bad_input.hpp"
#include "lbl/absorption/absorption.hpp"
#include "lbl/absorption/block_lines.hpp"
#include "lbl/absorption/checked_points.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "lbl/lines/catalogue/synthetic_lines.hpp"
#include "solvers/lbl/lines/made_lines.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa;
using namespace vespa::lbl;
using vespa::testing::ranks;

GasLines made_gas(PartitionSum const& sum, std::uint64_t lines = 3000) {
    GasLines gas;
    gas.name = "CO";
    gas.lines = lines_in_memory(read_all(SyntheticLines(lines, 1000, 1100, 3)));
    gas.uses.assign(gas.lines->isotopologues().size(), {.abundance = 1, .partition_sum = &sum});
    gas.broadeners = {{"self", 0}, {"air", {}}};
    return gas;
}

AbsorptionProblem made_problem(PartitionSum const& sum) {
    AbsorptionProblem problem;
    problem.grid = {1000, 0.01, 10001};
    problem.block_points = 1000;
    problem.mixture = {"CO", "N2"};
    problem.gases = {made_gas(sum)};
    problem.states = {{.temperature = 200, .pressure = 1e4, .abundance = {0.1, 0.9}},
                      {.temperature = 300, .pressure = 1e5, .abundance = {0.1, 0.9}}};
    return problem;
}

TEST(LineSupply, BringsTheLinesOfAnInterval) {
    auto const all = read_all(SyntheticLines(1000, 1000, 1100));
    auto const supply = lines_in_memory(all);
    auto const some = supply->between(1020, 1030);
    EXPECT_EQ(some.size(), supply->count(1020, 1030));
    EXPECT_NEAR(static_cast<double>(some.size()), 100, 1);
    EXPECT_GE(some.position.front(), 1020);
    EXPECT_LE(some.position.back(), 1030);
    EXPECT_EQ(supply->between(-1e300, 1e300).position, all.position);
    EXPECT_EQ(supply->between(2000, 3000).size(), 0U);
}

TEST(Mixture, WhatNoBroadenerStandsForIsTheRest) {
    auto const sum = vespa::testing::made_partition_sum();
    auto gas = made_gas(sum, 10);
    EXPECT_EQ(gas.fractions({.abundance = {0.25, 0.5}}), (std::vector{0.25, 0.75}));
    gas.broadeners = {{"h2", 1}, {"self", {}}};
    EXPECT_EQ(gas.fractions({.abundance = {0.25, 0.5}}), (std::vector{0.5, 0.5}));
    EXPECT_NEAR((GasState{.temperature = 273.15, .pressure = 101325, .abundance = {}}.number_density()),
                2.686780111798444e19, 1e7);
    EXPECT_GE(gas.reach(), 25);
    gas.wings.convention = WingConvention::unlimited;
    EXPECT_TRUE(std::isinf(gas.reach()));
}

TEST(CheckedPoints, AreAboutAsManyAsWantedAndTheSameEveryTime) {
    for (std::int64_t const wanted : {0, 100, 5000}) {
        std::int64_t drawn = 0;
        std::set<std::pair<std::size_t, std::size_t>> sums;
        for (std::uint64_t block = 0; block < 100; ++block)
            for (std::size_t gas = 0; gas < 2; ++gas)
                for (std::size_t state = 0; state < 3; ++state) {
                    CheckedSum const sum{.seed = block, .gas = gas, .state = state};
                    auto const points = checked_points(sum, {.gases = 2, .states = 3}, wanted, 100000, 1000);
                    EXPECT_EQ(points, checked_points(sum, {.gases = 2, .states = 3}, wanted, 100000, 1000));
                    for (auto const point : points)
                        EXPECT_TRUE(point >= 0 && point < 1000);
                    drawn += static_cast<std::int64_t>(points.size());
                    if (!points.empty()) sums.insert({gas, state});
                }
        EXPECT_NEAR(static_cast<double>(drawn), static_cast<double>(wanted),
                    0.05 * static_cast<double>(wanted));
        EXPECT_EQ(sums.size(), wanted > 0 ? 6U : 0U);
    }
}

TEST(Absorption, BlocksAreTheSumOfAllLines) {
    auto const sum = vespa::testing::made_partition_sum();
    auto problem = made_problem(sum);
    check(problem);
    std::vector<double> sigma(2 * 10001, -1.0);
    parallel::Watcher watcher;
    auto const outcome = solve(problem, {}, ranks(), watcher, [&](AbsorptionBlock const& block) {
        auto const n = block.points.size();
        for (std::size_t s = 0; s < 2; ++s)
            std::copy_n(block.cross_section[0].begin() + static_cast<std::ptrdiff_t>(s * n), n,
                        sigma.begin() + static_cast<std::ptrdiff_t>(s * 10001 + block.points.first));
        EXPECT_LE(block.error, 1e-4);
        EXPECT_GT(block.checked, 0);
        double const density = problem.states[0].number_density() * 0.1;
        EXPECT_NEAR(block.coefficient[0], density * block.cross_section[0][0], 1e-12 * block.coefficient[0]);
    });
    EXPECT_EQ(outcome.computed, 11U);
    BlockLines whole(problem.gases[0], problem.grid, Precision::fine);
    std::vector<double> truth(10001);
    for (std::size_t s = 0; s < 2; ++s) {
        whole.cross_section(problem.states[s], truth);
        for (std::size_t i = 0; i < truth.size(); ++i)
            EXPECT_TRUE(sigma[s * 10001 + i] < 0 || std::abs(sigma[s * 10001 + i] / truth[i] - 1) < 1.1e-4)
                << i;
    }
}

TEST(Absorption, RefusesWhatCannotBe) {
    auto const sum = vespa::testing::made_partition_sum();
    auto const refused = [&](auto change) {
        auto problem = made_problem(sum);
        change(problem);
        try {
            check(problem);
        } catch (BadInput const& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_EQ(refused([](auto&) {}), "");
    EXPECT_NE(refused([](auto& p) { p.states[1].temperature = 0; }).find("state 2"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.states[0].pressure = -1; }).find("pressure"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.states[0].abundance = {1.5, 0}; }).find("0 to 1"), std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.states[0].abundance = {0.1}; }).find("1 abundances for 2 gases"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.states[0].temperature = 5000; }).find("10 to 3000 K"),
              std::string::npos);
    EXPECT_NE(refused([](auto& p) { p.states.clear(); }), "");
    EXPECT_NE(refused([](auto& p) { p.gases.clear(); }), "");
    EXPECT_NE(refused([](auto& p) { p.grid.step = 0; }), "");
    EXPECT_NE(refused([](auto& p) { p.gases[0].wings.cut = -1; }), "");
}

}  // namespace
