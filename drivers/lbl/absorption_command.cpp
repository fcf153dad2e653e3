#include "drivers/lbl/absorption_command.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "drivers/lbl/block_file.hpp"
#include "drivers/lbl/composition.hpp"
#include "drivers/lbl/report.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr double pascals_per_bar = 1e5;

std::vector<lbl::GasState> states_of(std::vector<double> const& temperatures,
                                     std::vector<double> const& pressures,
                                     std::vector<double> const& abundance, bool all_pairs) {
    std::vector<lbl::GasState> states;
    auto const add = [&](double temperature, double pressure) {
        states.push_back(
            {.temperature = temperature, .pressure = pressure * pascals_per_bar, .abundance = abundance});
    };
    if (all_pairs) {
        for (double const pressure : pressures)
            for (double const temperature : temperatures)
                add(temperature, pressure);
        return states;
    }
    auto const count = std::max(temperatures.size(), pressures.size());
    if ((temperatures.size() != count && temperatures.size() != 1) ||
        (pressures.size() != count && pressures.size() != 1))
        throw BadInput(fmt::format("{} temperatures and {} pressures", temperatures.size(), pressures.size()),
                       "--pressures", "as many of both, or one of either, or --all-pairs");
    for (std::size_t i = 0; i < count; ++i)
        add(temperatures[temperatures.size() == 1 ? 0 : i], pressures[pressures.size() == 1 ? 0 : i]);
    return states;
}

void write_states(parallel::Communicator const& ranks, record::Group root,
                  std::vector<lbl::GasState> const& states) {
    std::vector<double> temperature, pressure;
    for (auto const& state : states) {
        if (!ranks.is_root()) break;
        temperature.push_back(state.temperature);
        pressure.push_back(state.pressure);
    }
    auto group = root.create_group("state");
    group.create<double>("temperature", {states.size()}, {"K", "temperature", "phys.temperature"})
        .write_rows(0, temperature);
    group.create<double>("pressure", {states.size()}, {"Pa", "pressure", "phys.pressure"})
        .write_rows(0, pressure);
}

}  // namespace

shell::About AbsorptionCommand::about() const {
    return {.name = "lbl",
            .command = "absorption",
            .summary = "cross sections of gases, line by line, at given temperatures and pressures",
            .prose =
                "Sums the lines of gases at temperatures and pressures, each spectral block by one rank, to "
                "a stated "
                "precision that is checked against the plain sum.",
            .results = {{.name = "absorption",
                         .file = "absorption.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "cross sections against wavenumber",
                         .main = true},
                        {.name = "run",
                         .file = "absorption.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}},
            .resumable = true};
}

void AbsorptionCommand::declare(shell::Options& options) {
    lbl_driver::declare(options, grid_);
    options.group("Gas");
    options.numbers(temperatures_, {.name = "temperatures",
                                    .unit = "K",
                                    .range = shell::above(0),
                                    .prose = "Of the states.",
                                    .required = true,
                                    .least_items = 1});
    options.numbers(pressures_,
                    {.name = "pressures",
                     .unit = "bar",
                     .range = shell::at_least(0),
                     .prose = "Of the states: one for "
                              "each temperature, or one for all, or with --all-pairs each for each.",
                     .required = true,
                     .least_items = 1});
    options.flag(all_pairs_, {.name = "all-pairs",
                              .prose = "Every temperature at every pressure, temperatures running fastest."});
    options.texts(
        composition_,
        {.name = "composition",
         .prose = "Mole fractions GAS=FRACTION of the mixture; what is missing to 1 "
                  "widens lines as air does. A gas with lines and without a fraction is there as a trace."});
    lbl_driver::declare(options, lines_);
}

lbl::AbsorptionProblem AbsorptionCommand::problem() const {
    auto composition = composition_from(composition_);
    for (auto const& text : lines_.lines) {
        auto const name = text.substr(0, text.find(':'));
        if (std::find(composition.gases.begin(), composition.gases.end(), name) != composition.gases.end())
            continue;
        composition.gases.push_back(name);
        composition.abundance.push_back(0);
    }
    lbl::AbsorptionProblem problem;
    problem.grid = grid_from(grid_);
    problem.block_points = grid_.block_points;
    problem.precision = lines_.precision;
    problem.mixture = composition.gases;
    problem.states = states_of(temperatures_, pressures_, composition.abundance, all_pairs_);
    problem.checked_points = lines_.checked_points;
    return problem;
}

void AbsorptionCommand::prepare(shell::Run& run) {
    problem_ = parallel::in_agreement(run.communicator, [&] { return problem(); });
    gases_.load(run, lines_, problem_.mixture, false);
    problem_.gases = gases_.all();
    parallel::in_agreement(run.communicator, [&] { check(problem_); });
    auto const points = static_cast<double>(problem_.grid.points);
    auto const tables = static_cast<double>(problem_.states.size() * (problem_.gases.size() + 1));
    run.say(forecast({.points = points,
                      .blocks = problem_.plan().blocks(),
                      .line_points = line_points(problem_),
                      .file_bytes = 8 * points * tables,
                      .block_bytes = 8 * static_cast<double>(problem_.plan().block_points()) * tables}));
}

shell::Outcome AbsorptionCommand::run(shell::Run& run) {
    auto const plan = problem_.plan();
    BlockFile file(run, plan);
    if (file.is_complete()) {
        run.say(run.output.string() + " is complete: nothing to be done");
        return shell::Outcome::done;
    }
    auto const states = problem_.states.size();
    if (!file.is_resumed()) {
        write_states(run.communicator, file.root(), problem_.states);
        write_wavenumbers(run.communicator, file.root(), problem_.grid);
        describe_sums(file.root(), problem_.gases, problem_.precision);
    }
    for (auto const& gas : problem_.gases)
        file.table("cross_section/" + gas.name, {states},
                   {"cm2", "cross section for a molecule of " + gas.name + " at each state",
                    "phys.atmol.crossSection"});
    file.table("absorption_coefficient", {states},
               {"cm-1", "of the lines of all gases at their mole fractions", "phys.absorption.coeff"});
    auto const done = file.begin();
    run.phase("summing");
    auto const outcome =
        solve(problem_, done, run.communicator, run.progress, [&](lbl::AbsorptionBlock const& block) {
            std::vector<std::span<double const>> columns(block.cross_section.begin(),
                                                         block.cross_section.end());
            columns.push_back(block.coefficient);
            file.finish(block.block, columns, {.error = block.error, .dropped = block.dropped_strength});
        });
    return close(run, file, outcome, lines_.precision);
}

}  // namespace vespa::lbl_driver
