#include "lbl/spectrum/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lbl/spectrum/opacity.hpp"
#include "lbl/spectrum/sights.hpp"
#include "lbl/transfer/transit.hpp"

namespace vespa::lbl {
namespace {

/// What a line and a point cost in a layer, in seconds of a processor of our days; only their ratio matters.
constexpr double cost_of_line = 2e-7, cost_of_point = 2e-8;

/// Of a wavenumber with multiple scattering, all layers: in proportion to layers and, beside other things,
/// the cube of the streams; seconds, in each of the layers.
double cost_of_scattering(SpectrumProblem const& problem) {
    if (problem.streams == 0) return 0;
    auto const streams = static_cast<double>(problem.streams);
    return 4e-6 + 3e-9 * streams * streams * streams;
}

std::vector<double> costs(SpectrumProblem const& problem, BlockPlan const& plan) {
    std::vector<double> all;
    for (std::uint64_t block = 0; block < plan.blocks(); ++block) {
        auto const part = plan.part(block);
        double cost = (cost_of_point + cost_of_scattering(problem)) * static_cast<double>(part.points);
        for (auto const& gas : problem.gases)
            cost += cost_of_line * static_cast<double>(gas.count_near(part));
        all.push_back(cost);
    }
    return all;
}

std::vector<double> wavenumbers_of(SpectralGrid const& part) {
    std::vector<double> values(static_cast<std::size_t>(part.points));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = part.at(static_cast<std::int64_t>(i));
    return values;
}

std::vector<double> transit(Scene const& scene, BlockOpacity const& opacity, std::size_t points) {
    RowsArray depth(scene.transit_paths().size(), points);
    for (std::size_t ray = 0; ray < scene.transit_paths().size(); ++ray)
        optical_depth_along(scene.transit_paths()[ray], lost_of(opacity), depth.view().row(ray));
    std::vector<double> radius(points);
    transit_radius(scene.impacts(), std::as_const(depth).view(), radius);
    return radius;
}

SpectrumBlock compute(SpectrumProblem const& problem, Scene const& scene, BlockPlan const& plan,
                      std::uint64_t block, BlockOpacity& opacity) {
    auto const part = plan.part(block);
    auto const wavenumber = wavenumbers_of(part);
    block_opacity(problem, scene, block, part, wavenumber, opacity);
    SpectrumBlock result{.block = block,
                         .points = plan.points(block),
                         .values = {},
                         .error = opacity.error,
                         .dropped_strength = opacity.dropped_strength};
    auto sights = all_sights(problem, scene, opacity, wavenumber);
    for (auto const& table : tables_of(problem)) {
        if (table.name == "radiance")
            result.values.push_back(std::move(sights.radiance));
        else if (table.name == "transmittance")
            result.values.push_back(std::move(sights.transmittance));
        else if (table.name == "effective_radius")
            result.values.push_back(transit(scene, opacity, wavenumber.size()));
        else if (table.name == "contribution")
            result.values.push_back(std::move(sights.contribution));
        else if (table.name == "jacobian/temperature")
            result.values.push_back(std::move(sights.by_temperature));
        else if (table.name.starts_with("optical_depth/")) {
            auto const names = absorbers_of(problem);
            auto const place = std::find(names.begin(), names.end(), table.name.substr(14)) - names.begin();
            result.values.push_back(std::move(opacity.total[static_cast<std::size_t>(place)]));
        } else {
            auto const& varied = problem.wanted.by_abundance;
            auto const place = std::find(varied.begin(), varied.end(), table.name.substr(9)) - varied.begin();
            result.values.push_back(std::move(sights.by_abundance[static_cast<std::size_t>(place)]));
        }
    }
    return result;
}

}  // namespace

BlockPlan SpectrumProblem::plan() const {
    constexpr std::int64_t scattering_block = 1 << 10;  // here the lines cost little beside the wavenumbers
    if (block_points > 0) return {grid, block_points};
    if (streams > 0) return {grid, scattering_block};
    std::uint64_t rows =
        profile.levels() * (1 + (wanted.by_temperature ? 1U : 0U) + wanted.by_abundance.size());
    for (auto const& table : tables_of(*this))
        rows += table.row_count();
    return BlockPlan::for_rows(grid, rows);
}

BlockOutcome solve(SpectrumProblem const& problem, std::vector<bool> const& done,
                   parallel::Communicator const& communicator, parallel::Watcher& watcher,
                   TakeSpectrum const& take) {
    auto const plan = problem.plan();
    Scene const scene(problem);
    BlockWork const work{.cost = costs(problem, plan), .done = done};
    BlockOpacity opacity;
    return share_blocks(communicator, work, watcher,
                        [&](std::uint64_t block) { take(compute(problem, scene, plan, block, opacity)); });
}

double scattering_seconds(SpectrumProblem const& problem) {
    return cost_of_scattering(problem) * static_cast<double>(problem.grid.points) *
           static_cast<double>(problem.profile.levels() - 1);
}

double line_points(SpectrumProblem const& problem) {
    auto const plan = problem.plan();
    double all = 0;
    for (std::uint64_t block = 0; block < plan.blocks(); ++block) {
        auto const part = plan.part(block);
        for (auto const& gas : problem.gases)
            all += static_cast<double>(gas.count_near(part)) * static_cast<double>(part.points);
    }
    return all * static_cast<double>(problem.profile.levels() - 1);
}

}  // namespace vespa::lbl
