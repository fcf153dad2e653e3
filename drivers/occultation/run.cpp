#include "drivers/occultation/run.hpp"

#include <fmt/format.h>

#include <map>

#include "core/parallel/agreement.hpp"
#include "core/record/file.hpp"
#include "core/record/provenance.hpp"
#include "core/units/constants.hpp"
#include "drivers/occultation/problem_from.hpp"
#include "drivers/occultation/result_file.hpp"
#include "occultation/solve.hpp"

namespace vespa::occultation_driver {

namespace {

/// A step of X at the sphere is not refracted: above this it would bend rays by some 1e-4 rad.
constexpr double thin_plasma = 1e-4;

std::string sentence(occultation::Result const& result) {
    auto text = fmt::format("{} of {} cells computed with {} rays", result.computed, result.cells.size(),
                            result.rays);
    std::map<occultation::CellState, std::size_t> counts;
    std::size_t lost = 0;
    for (auto const& cell : result.cells) {
        ++counts[cell.state];
        lost += cell.lost > 0;
    }
    for (auto const& [state, name, explanation] : occultation::cell_states())
        if (counts[state] > 0) text += fmt::format("\n{:>10}  {}: {}", counts[state], name, explanation);
    if (lost > 0) text += fmt::format("\n{:>10}  with an image that no ray was homed in on", lost);
    return text;
}

void write_head(record::Group root, record::Provenance provenance, planet::Body const& body, double outer_m) {
    provenance.format_version = "1.0";
    record::write_provenance(root, provenance);
    auto group = root.create_group("body");
    group.set("name", body.name);
    group.set("equatorial_radius", body.equatorial_radius_m / units::km);
    group.set("polar_radius", body.polar_radius_m / units::km);
    group.set("outer_radius", outer_m / units::km);
    group.set("unit", "km");
}

}  // namespace

shell::About Occultation::about() const {
    return {.name = "occultation",
            .summary = "occultations of radio sources by a body's ionosphere",
            .prose =
                "Finds the rays that join an observer and a radio source past a body with an ionosphere, for "
                "every time of an ephemeris, frequency and mode: intensity, images, bending and delay, as "
                "dynamic spectra.",
            .results = {{.name = "occultation",
                         .file = "occultation.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "arrays of mode, frequency and time",
                         .main = true},
                        {.name = "run",
                         .file = "occultation.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}}};
}

void Occultation::declare(shell::Options& options) {
    occultation_driver::declare(options, settings_);
}

void Occultation::prepare(shell::Run& run) {
    parallel::in_agreement(run.communicator, [&] { body_ = planet::body_named(settings_.body); });
    models_.load_grids(run, settings_, body_);
    double const edge = parallel::in_agreement(run.communicator, [&] {
        models_.build(run, settings_, body_);
        ephemeris_ = read_ephemeris(settings_.ephemeris, !settings_.source_direction);
        collisions_ = planet::make_collisions(settings_.collisions, body_);
        problem_ = problem_from(settings_, body_, ephemeris_, models_, collisions_);
        return plasma_ratio_on_sphere(problem_, models_.plasma());
    });
    if (edge > thin_plasma) {
        run.warn(
            fmt::format("(fp/f)^2 is {:.1e} on the outer sphere at the lowest frequency: rays are not "
                        "refracted there; a greater --outer-radius would be better",
                        edge));
    }
    run.say(fmt::format("{} times x {} frequencies x {} modes about {}, about {:.1e} rays",
                        problem_.epochs.size(), problem_.frequencies_hz.size(), problem_.modes.size(),
                        body_.name, static_cast<double>(occultation::forecast_rays(problem_))));
}

shell::Outcome Occultation::run(shell::Run& run) {
    auto file = record::File::create(run.communicator, run.output,
                                     run.overwrite ? record::Overwrite::yes : record::Overwrite::no);
    write_head(file.root(), run.provenance, body_, problem_.rays.surfaces.outer_radius_m);
    run.phase("rays");
    auto const result = occultation::solve(problem_, run.communicator, run.progress);
    run.progress.finish();
    run.phase("writing");
    auto root = file.root();
    write_result(run.communicator, root, ephemeris_, problem_, result);
    root.set("status", result.stopped ? "stopped" : "complete");
    root.set("cells_asked", static_cast<std::int64_t>(result.cells.size()));
    root.set("cells_computed", static_cast<std::int64_t>(result.computed));
    root.set("rays_flown", static_cast<std::int64_t>(result.rays));
    file.commit();
    run.say(sentence(result));
    run.say(fmt::format("{}{}", result.stopped ? "stopped; the finished cells are kept in " : "written to ",
                        run.output.string()));
    return result.stopped ? shell::Outcome::stopped : shell::Outcome::done;
}

}  // namespace vespa::occultation_driver
