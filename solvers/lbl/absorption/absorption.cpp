#include "lbl/absorption/absorption.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/absorption/block_lines.hpp"
#include "lbl/absorption/checked_points.hpp"

namespace vespa::lbl {
namespace {

/// What a line and a point cost, in seconds of a processor of our days; only their ratio matters.
constexpr double cost_of_line = 2e-7, cost_of_point = 2e-9;

std::vector<double> costs(AbsorptionProblem const& problem, BlockPlan const& plan) {
    std::vector<double> all;
    for (std::uint64_t block = 0; block < plan.blocks(); ++block) {
        double cost = 0;
        for (auto const& gas : problem.gases)
            cost += cost_of_line * static_cast<double>(gas.count_near(plan.part(block)));
        cost += cost_of_point * static_cast<double>(plan.points(block).size() * problem.gases.size());
        all.push_back(cost * static_cast<double>(problem.states.size()));
    }
    return all;
}

void add_gas(AbsorptionProblem const& problem, SpectralGrid const& part, std::size_t g,
             AbsorptionBlock& result) {
    auto const& gas = problem.gases[g];
    BlockLines lines(gas, part, problem.precision);
    auto const n = static_cast<std::size_t>(part.points);
    auto& sigma = result.cross_section[g];
    sigma.resize(problem.states.size() * n);
    for (std::size_t s = 0; s < problem.states.size(); ++s) {
        std::span<double> const here(sigma.data() + s * n, n);
        lines.cross_section(problem.states[s], here);
        result.dropped += lines.prepared().dropped;
        result.dropped_strength = std::max(result.dropped_strength, lines.prepared().dropped_strength);
        auto const points = checked_points({.seed = result.block, .gas = g, .state = s},
                                           {.gases = problem.gases.size(), .states = problem.states.size()},
                                           problem.checked_points, problem.grid.points, part.points);
        if (!points.empty()) result.error = std::max(result.error, lines.error_at(points, here));
        result.checked += static_cast<std::int64_t>(points.size());
        double const density = problem.states[s].number_density() * problem.states[s].abundance[gas.gas];
        for (std::size_t i = 0; i < n; ++i)
            result.coefficient[s * n + i] += density * here[i];
    }
}

}  // namespace

BlockPlan AbsorptionProblem::plan() const {
    if (!block_begins.empty()) return {grid, block_begins};
    if (block_points > 0) return {grid, block_points};
    return BlockPlan::for_rows(grid, states.size() * (gases.size() + 1));
}

BlockOutcome solve(AbsorptionProblem const& problem, std::vector<bool> const& done,
                   parallel::Communicator const& communicator, parallel::Watcher& watcher,
                   TakeAbsorption const& take) {
    auto const plan = problem.plan();
    BlockWork const work{.cost = costs(problem, plan), .done = done};
    return share_blocks(communicator, work, watcher, [&](std::uint64_t block) {
        AbsorptionBlock result{
            .block = block,
            .points = plan.points(block),
            .cross_section = std::vector<std::vector<double>>(problem.gases.size()),
            .coefficient = std::vector<double>(problem.states.size() * plan.points(block).size(), 0.0)};
        for (std::size_t g = 0; g < problem.gases.size(); ++g)
            add_gas(problem, plan.part(block), g, result);
        take(result);
    });
}

double line_points(AbsorptionProblem const& problem) {
    auto const plan = problem.plan();
    double all = 0;
    for (std::uint64_t block = 0; block < plan.blocks(); ++block)
        for (auto const& gas : problem.gases)
            all += static_cast<double>(gas.count_near(plan.part(block))) *
                   static_cast<double>(plan.points(block).size());
    return all * static_cast<double>(problem.states.size());
}

}  // namespace vespa::lbl
