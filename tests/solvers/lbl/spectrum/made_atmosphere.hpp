#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lbl/spectrum/spectrum.hpp"
#include "support/ranks.hpp"

namespace vespa::testing {

using namespace vespa::lbl;

inline Profile isothermal(double temperature) {
    Profile profile;
    for (int i = 0; i < 30; ++i) {
        profile.pressure.push_back(1e5 * std::pow(0.6, i));
        profile.temperature.push_back(temperature);
    }
    profile.gases = {{.name = "N2", .isotopologue = 0, .abundance = std::vector<double>(30, 1.0)}};
    return profile;
}

/// Nitrogen whose collisions absorb the same at all wavenumbers: the optical depth goes with the pressure's
/// square.
inline CollisionTable grey_collisions(double coefficient) {
    CollisionTable table{.first = "N2", .second = "N2", .sets = {}};
    for (double const t : {50.0, 1000.0})
        table.sets.push_back(
            {.temperature = t, .wavenumber = {1.0, 1e5}, .coefficient = {coefficient, coefficient}});
    return table;
}

inline SpectrumProblem made_problem() {
    SpectrumProblem problem;
    problem.grid = {500, 1, 2001};
    problem.block_points = 500;
    problem.profile = isothermal(200);
    problem.sphere = {.radius = 6e6, .gravity = 9};
    problem.continua.collisions = {grey_collisions(1e-45)};
    problem.views = {{.kind = ViewKind::nadir, .at = 0, .name = "nadir"}};
    return problem;
}

inline std::vector<double> spectrum_of(SpectrumProblem const& problem, std::string const& name,
                                       std::size_t row = 0) {
    auto const tables = tables_of(problem);
    std::size_t place = 0;
    while (place < tables.size() && tables[place].name != name)
        ++place;
    std::vector<double> values(static_cast<std::size_t>(problem.grid.points), -1.0);
    parallel::Watcher watcher;
    solve(problem, {}, ranks(), watcher, [&](SpectrumBlock const& block) {
        auto const n = block.points.size();
        std::copy_n(block.values[place].begin() + static_cast<std::ptrdiff_t>(row * n), n,
                    values.begin() + static_cast<std::ptrdiff_t>(block.points.first));
    });
    return values;
}

}  // namespace vespa::testing
