#include "drivers/lbl/spectrum_command.hpp"

#include <fmt/format.h>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/record/export_fits.hpp"
#include "core/record/export_votable.hpp"
#include "drivers/lbl/block_file.hpp"
#include "drivers/lbl/observed.hpp"
#include "drivers/lbl/report.hpp"
#include "lbl/atmosphere/molar_mass.hpp"
#include "shell/options.hpp"

namespace vespa::lbl_driver {
namespace {

/// More than this and columns by heights and by pressure are different atmospheres.
constexpr double large_imbalance = 0.02;

void write_levels(parallel::Communicator const& ranks, record::Group root,
                  lbl::SpectrumProblem const& problem) {
    auto const& profile = problem.profile;
    auto group = root.create_group("level");
    auto const write = [&](std::string const& name, record::Meaning const& meaning,
                           std::vector<double> const& values) {
        group.create<double>(name, {values.size()}, meaning)
            .write_rows(0, ranks.is_root() ? values : std::vector<double>{});
    };
    write("pressure", {"Pa", "pressure of the level", "phys.pressure"}, profile.pressure);
    write("temperature", {"K", "temperature of the level", "phys.temperature"}, profile.temperature);
    std::vector<double> heights{0};
    for (auto const& layer : make_layers(profile, problem.sphere, problem.columns, "profile")) {
        heights.back() = layer.lower;
        heights.push_back(layer.upper);
    }
    write("height", {"m", "height of the level", "pos.bodyrc.alt"}, heights);
    for (auto const& gas : profile.gases)
        write("mole_fraction/" + gas.name, {"", "mole fraction of " + gas.name}, gas.abundance);
}

std::filesystem::path beside(shell::Run const& run, char const* ending) {
    return std::filesystem::path(run.output).replace_extension(ending);
}

/// That an option can write a file of this ending beside the result. \collective
void check_beside(shell::Run const& run, char const* ending, char const* option) {
    parallel::on_root(run.communicator, [&] {
        auto const path = beside(run, ending);
        std::error_code error;
        if (path == run.output)
            throw BadInput("would replace the result " + path.string(), option,
                           "an --output with another ending, as .h5");
        if (!run.overwrite && !run.resume && std::filesystem::exists(path, error))
            throw BadInput("'" + path.string() + "' exists", option, "another --output, or --overwrite");
    });
}

std::vector<std::string> names_of(std::vector<lbl::View> const& views) {
    std::vector<std::string> names;
    for (auto const& view : views)
        names.push_back(view.name);
    if (names.empty()) names.push_back("transit");
    return names;
}

}  // namespace

shell::About SpectrumCommand::about() const {
    return {.name = "lbl",
            .command = "spectrum",
            .summary = "spectra of an atmosphere, line by line: nadir, zenith, limb, occultation, transit",
            .prose =
                "Sums the lines of an atmosphere's gases layer by layer and follows light through it: "
                "emission, reflected "
                "sunlight, transmittance of an occultation, radius of a transit, with Jacobians. Each "
                "spectral block is done "
                "by one rank, to a stated precision of the sums that is checked against the plain sum.",
            .results = {{.name = "spectrum",
                         .file = "spectrum.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "spectra against wavenumber",
                         .main = true},
                        {.name = "votable",
                         .file = "spectrum.vot",
                         .content_type = "application/x-votable+xml",
                         .annotation = "the spectra as VOTable, with --votable"},
                        {.name = "fits",
                         .file = "spectrum.fits",
                         .content_type = "application/fits",
                         .annotation = "the spectra as FITS, with --fits"},
                        {.name = "run",
                         .file = "spectrum.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}},
            .resumable = true};
}

void SpectrumCommand::declare(shell::Options& options) {
    lbl_driver::declare(options, grid_);
    lbl_driver::declare(options, atmosphere_);
    lbl_driver::declare(options, views_);
    lbl_driver::declare(options, lines_);
    lbl_driver::declare(options, instrument_options_);
    options.group("Other formats");
    options.flag(votable_, {.name = "votable",
                            .prose = "Also write the spectra as VOTable (ending .vot), without what has "
                                     "levels: as an instrument sees "
                                     "them where one is given (bins, else samples)."});
    options.flag(fits_, {.name = "fits", .prose = "The same as a binary table of FITS (ending .fits)."});
}

void SpectrumCommand::prepare(shell::Run& run) {
    parallel::in_agreement(run.communicator, [&] {
        problem_.grid = grid_from(grid_);
        take(run, atmosphere_, problem_);
        take(views_, problem_);
        instrument_ = instrument_from(instrument_options_, run.options, problem_.grid);
    });
    if (votable_) check_beside(run, ".vot", "--votable");
    if (fits_) check_beside(run, ".fits", "--fits");
    problem_.block_points = grid_.block_points;
    problem_.precision = lines_.precision;
    problem_.checked_points = lines_.checked_points;
    std::vector<std::string> mixture;
    for (auto const& gas : problem_.profile.gases)
        mixture.push_back(gas.name);
    gases_.load(run, lines_, mixture, problem_.wanted.by_temperature);
    problem_.gases = gases_.all();
    double const imbalance = parallel::in_agreement(run.communicator, [&] {
        check(problem_);
        return hydrostatic_imbalance(problem_.profile, mean_molar_mass(problem_.profile, "profile"),
                                     problem_.sphere, "profile");
    });
    if (imbalance > large_imbalance)
        run.warn(
            fmt::format("the profile's heights are out of hydrostatic balance by {:.0f} %: columns by "
                        "pressure and by heights "
                        "differ by as much (--columns); are --radius and --gravity those of height 0?",
                        100 * imbalance));
    double rows = 1;
    for (auto const& table : tables_of(problem_))
        rows += static_cast<double>(table.row_count());
    auto const points = static_cast<double>(problem_.grid.points);
    run.say(forecast({.points = points,
                      .blocks = problem_.plan().blocks(),
                      .line_points = line_points(problem_),
                      .other_s = scattering_seconds(problem_),
                      .file_bytes = 8 * points * rows,
                      .block_bytes = 8 * static_cast<double>(problem_.plan().block_points()) *
                                     (rows + static_cast<double>(problem_.profile.levels()))}));
}

shell::Outcome SpectrumCommand::run(shell::Run& run) {
    BlockFile file(run, problem_.plan());
    if (file.is_complete()) {
        run.say(run.output.string() + " is complete: nothing to be done");
        return shell::Outcome::done;
    }
    if (!file.is_resumed()) {
        file.root().set("views", names_of(problem_.views));
        write_levels(run.communicator, file.root(), problem_);
        write_wavenumbers(run.communicator, file.root(), problem_.grid);
        describe_sums(file.root(), problem_.gases, problem_.precision);
    }
    for (auto const& table : tables_of(problem_))
        file.table(table.name, table.rows, {table.unit, table.description, table.ucd});
    Observed observed(instrument_, problem_);
    observed.create(run.communicator, file.root(), file.is_resumed());
    auto const done = file.begin();
    run.phase("spectra");
    auto const outcome =
        solve(problem_, done, run.communicator, run.progress, [&](lbl::SpectrumBlock const& block) {
            std::vector<std::span<double const>> const columns(block.values.begin(), block.values.end());
            file.finish(block.block, columns, {.error = block.error, .dropped = block.dropped_strength});
        });
    if (!outcome.stopped && !observed.last_group().empty()) {
        run.phase("instrument");
        observed.fill(run.communicator, file.root());
    }
    auto const ended = close(run, file, outcome, lines_.precision);
    if ((!votable_ && !fits_) || ended == shell::Outcome::stopped) return ended;
    run.phase("other formats");
    parallel::on_root(run.communicator, [&] {
        auto const result = record::File::open_alone(run.output);
        auto const group = observed.last_group();
        auto const overwrite = run.overwrite || run.resume ? record::Overwrite::yes : record::Overwrite::no;
        if (votable_)
            record::export_spectra_votable(result, group, beside(run, ".vot"), overwrite,
                                           record::Serialization::binary2);
        if (fits_) record::export_spectra_fits(result, group, beside(run, ".fits"), overwrite);
    });
    if (votable_) run.say("written to " + beside(run, ".vot").string());
    if (fits_) run.say("written to " + beside(run, ".fits").string());
    return ended;
}

}  // namespace vespa::lbl_driver
