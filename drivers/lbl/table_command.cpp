#include "drivers/lbl/table_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "drivers/lbl/block_file.hpp"
#include "drivers/lbl/composition.hpp"
#include "drivers/lbl/report.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr double pascals_per_bar = 1e5;
constexpr char error_table[] = "transmission_error";

/// What a table means, also in the words of those who read it.
void name_twice(record::Dataset dataset, std::string const& units, std::string const& long_name) {
    dataset.set("units", units);
    dataset.set("long_name", long_name);
}

/// A table that all ranks have the whole of.
void write_axis(shell::Run const& run, record::Group root, std::string const& name,
                record::Meaning const& meaning, std::vector<double> const& values) {
    auto dataset = root.create<double>(name, {values.size()}, meaning);
    dataset.write_rows(0, run.communicator.is_root() ? values : std::vector<double>{});
    name_twice(dataset, meaning.unit, meaning.description);
}

void check_rising(std::vector<double> const& values, std::string const& option) {
    for (std::size_t i = 1; i < values.size(); ++i)
        if (!(values[i] > values[i - 1]))
            throw BadInput(fmt::format("{} after {}", values[i], values[i - 1]), option, "rising values");
}

std::string gas_of(LineOptions const& lines) {
    if (lines.lines.size() != 1)
        throw BadInput(fmt::format("{} gases", lines.lines.size()), "--lines", "one gas: a table is of one");
    auto const& text = lines.lines.front();
    return text.substr(0, text.find(':'));
}

}  // namespace

shell::About TableCommand::about() const {
    return {.name = "lbl",
            .command = "table",
            .summary = "cross sections or k-tables of a gas over temperature and pressure, for other codes",
            .prose =
                "Sums the lines of a gas at every temperature and pressure and writes the table in the "
                "layout that "
                "TauREx reads and ExoMolOP hands out: cross sections at every wavenumber, or with "
                "--k-distribution "
                "their distribution in bins. Each spectral block is done by one rank.",
            .results = {{.name = "table",
                         .file = "table.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "cross sections or k over pressure, temperature and wavenumber",
                         .main = true},
                        {.name = "run",
                         .file = "table.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}},
            .resumable = true};
}

void TableCommand::declare(shell::Options& options) {
    lbl_driver::declare(options, grid_);
    lbl_driver::declare(options, k_);
    options.group("Gas");
    options.numbers(temperatures_, {.name = "temperatures",
                                    .unit = "K",
                                    .range = shell::above(0),
                                    .prose = "Of the table, rising.",
                                    .required = true,
                                    .least_items = 1});
    options.numbers(pressures_, {.name = "pressures",
                                 .unit = "bar",
                                 .range = shell::above(0),
                                 .prose = "Of the table, rising.",
                                 .required = true,
                                 .least_items = 1});
    options.texts(
        composition_,
        {.name = "composition",
         .prose = "Mole fractions GAS=FRACTION of the mixture that widens the lines; what is missing to 1 "
                  "widens them as air does. The gas of the table is a trace where it has no fraction."});
    lbl_driver::declare(options, lines_);
}

lbl::AbsorptionProblem TableCommand::problem(shell::Run const& run) {
    check_rising(temperatures_, "--temperatures");
    check_rising(pressures_, "--pressures");
    check_unused(k_, run.options);
    auto composition = composition_from(composition_);
    if (auto const name = gas_of(lines_);
        std::find(composition.gases.begin(), composition.gases.end(), name) == composition.gases.end()) {
        composition.gases.push_back(name);
        composition.abundance.push_back(0);
    }
    lbl::AbsorptionProblem problem;
    problem.precision = lines_.precision;
    problem.mixture = composition.gases;
    problem.checked_points = lines_.checked_points;
    for (double const pressure : pressures_)
        for (double const temperature : temperatures_)
            problem.states.push_back({.temperature = temperature,
                                      .pressure = pressure * pascals_per_bar,
                                      .abundance = composition.abundance});
    if (k_.wanted) {
        bins_ = bins_from(k_, grid_, problem.states.size());
        problem.grid = bins_->points.grid;
        problem.block_begins = bins_->block_begins();
    } else {
        problem.grid = grid_from(grid_);
        problem.block_points = grid_.block_points;
    }
    return problem;
}

void TableCommand::prepare(shell::Run& run) {
    problem_ = parallel::in_agreement(run.communicator, [&] { return problem(run); });
    gases_.load(run, lines_, problem_.mixture, false);
    problem_.gases = gases_.all();
    parallel::in_agreement(run.communicator, [&] { check(problem_); });
    auto const states = static_cast<double>(problem_.states.size());
    auto const columns = static_cast<double>(bins_ ? bins_->points.bins() * bins_->rule.node.size()
                                                   : static_cast<std::size_t>(problem_.grid.points));
    run.say(forecast({.points = static_cast<double>(problem_.grid.points),
                      .blocks = problem_.plan().blocks(),
                      .line_points = line_points(problem_),
                      .file_bytes = 8 * columns * states,
                      .block_bytes = 16 * static_cast<double>(problem_.plan().block_points()) * states}));
    auto const stem = run.output.stem().string();
    auto const& gas = problem_.gases.front().name;
    if (bins_ && stem.substr(0, stem.find('_')) != gas)
        run.warn(
            fmt::format("TauREx takes the gas of a k-table from its file's name: {0}.h5, {0}_....h5", gas));
}

lbl::BlockPlan TableCommand::columns() const {
    return bins_ ? bins_->plan() : problem_.plan();
}

void TableCommand::write_axes(shell::Run const& run, BlockFile& file) const {
    auto root = file.root();
    auto const& gas = problem_.gases.front().name;
    root.write_texts("mol_name", {gas}, {"", "gas of the table"});
    write_axis(run, root, "p", {"bar", "pressure", "phys.pressure"}, pressures_);
    write_axis(run, root, "t", {"K", "temperature", "phys.temperature"}, temperatures_);
    root.set("broadening",
             composition_.empty() ? "a trace in air" : fmt::format("{}", fmt::join(composition_, ", ")));
    if (!bins_) {
        write_wavenumbers(run.communicator, root, problem_.grid, "bin_edges");
        name_twice(root.dataset("bin_edges"), "cm-1", "wavenumber of each sample, in spite of the name");
        return;
    }
    write_axis(run, root, "bin_edges", {"cm-1", "edges of the bins, one more than bins", "em.wavenumber"},
               bins_->edges);
    write_axis(run, root, "bin_centers", {"cm-1", "centres of the bins", "em.wavenumber"}, bins_->centres());
    root.write_scalar("ngauss", k_.points, {"", "points of the quadrature over g"});
    write_axis(run, root, "samples", {"", "g of the quadrature's points"}, bins_->rule.node);
    write_axis(run, root, "weights", {"", "weights of the quadrature's points; their sum is 1"},
               bins_->rule.weight);
    root.set("first_wavenumber", bins_->edges.front());
    root.set("last_wavenumber", bins_->edges.back());
    root.set("points_step", problem_.grid.step);
    root.set("g_of_a_point", "(rank + 1/2) / points of the bin, the logarithm of k interpolated in g");
}

lbl::BlockOutcome TableCommand::write_cross_sections(shell::Run& run, BlockFile& file) const {
    auto const done = file.begin();
    run.phase("summing");
    return solve(problem_, done, run.communicator, run.progress, [&](lbl::AbsorptionBlock const& block) {
        std::vector<std::span<double const>> const columns{block.cross_section.front()};
        file.finish(block.block, columns, {.error = block.error, .dropped = block.dropped_strength});
    });
}

lbl::BlockOutcome TableCommand::write_k(shell::Run& run, BlockFile& file) const {
    auto const done = file.begin();
    run.phase("summing");
    return solve(problem_, done, run.communicator, run.progress, [&](lbl::AbsorptionBlock const& block) {
        auto const& cross_section = block.cross_section.front();
        auto const k = bins_->k_of(block.block, cross_section, problem_.states.size());
        auto const errors = bins_->errors_of(block.block, cross_section, k, problem_.states.size());
        std::vector<std::span<double const>> const columns{k, errors};
        file.finish(block.block, columns, {.error = block.error, .dropped = block.dropped_strength});
    });
}

void TableCommand::declare_errors(BlockFile& file) const {
    file.table(
        error_table, {pressures_.size(), temperatures_.size()},
        {"", "largest error of the bin's mean transmission exp(-k u), over amounts u a factor of two apart"});
    if (file.is_resumed()) return;
    auto root = file.root();
    root.set("transmission_error_bound", bins_->error_bound());
    root.set("mean_transmission_error", 0.0);
    root.set("largest_transmission_error", 0.0);
}

/// Of all bins and states, once they are all there. \collective
void TableCommand::summarise_errors(shell::Run& run, BlockFile& file) const {
    run.communicator.barrier();
    auto const errors = file.root().dataset(error_table).read<double>();
    double sum = 0, largest = 0;
    for (double const error : errors) {
        sum += error;
        largest = std::max(largest, error);
    }
    double const mean = sum / static_cast<double>(errors.size());
    file.root().set("mean_transmission_error", mean);
    file.root().set("largest_transmission_error", largest);
    run.say(
        fmt::format("mean transmissions of bins err by {:.1e} in the mean over bins and states, by {:.1e} at "
                    "worst, by {:.1e} "
                    "at most whatever the lines",
                    mean, largest, bins_->error_bound()));
}

shell::Outcome TableCommand::run(shell::Run& run) {
    BlockFile file(run, columns());
    if (file.is_complete()) {
        run.say(run.output.string() + " is complete: nothing to be done");
        return shell::Outcome::done;
    }
    if (!file.is_resumed()) {
        write_axes(run, file);
        describe_sums(file.root(), problem_.gases, problem_.precision);
    }
    std::vector<std::uint64_t> inner;
    if (bins_) inner = {bins_->rule.node.size()};
    std::string const name = bins_ ? "kcoeff" : "xsecarr";
    std::string const what = bins_ ? "cross section [p][t][bin][g] at each point of g"
                                   : "cross section [p][t][wavenumber] of a molecule";
    file.table(name, {pressures_.size(), temperatures_.size()}, {"cm2", what, "phys.atmol.crossSection"},
               inner);
    if (!file.is_resumed()) name_twice(file.root().dataset(name), "cm^2/molecule", what);
    if (bins_) declare_errors(file);
    auto const outcome = bins_ ? write_k(run, file) : write_cross_sections(run, file);
    if (bins_ && !outcome.stopped) summarise_errors(run, file);
    return close(run, file, outcome, lines_.precision);
}

}  // namespace vespa::lbl_driver
