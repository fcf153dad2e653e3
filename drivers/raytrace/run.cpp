#include "drivers/raytrace/run.hpp"

#include <fmt/format.h>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/record/file.hpp"
#include "core/record/provenance.hpp"
#include "drivers/raytrace/artemis.hpp"
#include "drivers/raytrace/background.hpp"
#include "drivers/raytrace/exports.hpp"
#include "drivers/raytrace/launches.hpp"
#include "drivers/raytrace/problem_from.hpp"
#include "drivers/raytrace/ray_file.hpp"
#include "drivers/raytrace/ray_list.hpp"
#include "raytrace/solve.hpp"

namespace vespa::raytrace_driver {

namespace {

void write_body(record::Group root, planet::Body const& body) {
    auto group = root.create_group("body");
    group.set("name", body.name);
    group.set("equatorial_radius", body.equatorial_radius_m / 1e3);
    group.set("polar_radius", body.polar_radius_m / 1e3);
    group.set("unit", "km");
}

std::string sentence(raytrace::Result const& result) {
    std::string text =
        fmt::format("{} of {} rays flown, {} steps, {} rejected, worst |H| {:.1e}\n", result.rays_flown,
                    result.rays_asked, result.steps, result.rejected_steps, result.hamiltonian_error);
    for (auto const& meaning : raytrace::stop_reasons()) {
        auto const count = result.reasons[static_cast<std::size_t>(meaning.reason)];
        if (count > 0) text += fmt::format("{:>10}  {}: {}\n", count, meaning.name, meaning.explanation);
    }
    text.pop_back();
    return text;
}

}  // namespace

shell::About RayTrace::about() const {
    return {
        .name = "raytrace",
        .summary = "radio rays in magnetised planetary plasmas",
        .prose =
            "Traces rays of the ordinary and extraordinary waves of a cold electron plasma through models "
            "of a planet's magnetic field and electron density: Haselgrove's equations in a form that is "
            "regular at X = 1, with group and phase paths, integrated with error control. Each ray ends at "
            "the body, a sphere or box, a longest path, or for a reason of its own that the file names.",
        .results = {{.name = "rays",
                     .file = "rays.h5",
                     .content_type = "application/x-hdf5",
                     .annotation = "one row a ray, samples along the rays, background for plots",
                     .main = true},
                    {.name = "votable",
                     .file = "rays.vot",
                     .content_type = "application/x-votable+xml",
                     .annotation = "the table of rays, if votable is set"},
                    {.name = "vtk",
                     .file = "rays.vtp",
                     .content_type = "application/x-vtk",
                     .annotation = "the sampled rays for ParaView, if vtk is set"},
                    {.name = "run",
                     .file = "rays.run.json",
                     .content_type = "application/json",
                     .annotation = "when, where and how long the run was"}}};
}

void RayTrace::declare(shell::Options& options) {
    raytrace_driver::declare(options, settings_);
}

std::optional<std::vector<planet::GridBox>> RayTrace::deal_out(radio_driver::GridsOfRun const& grids,
                                                               parallel::Communicator const& ranks) {
    reach_m_ = reach_of(settings_, body_, grids);
    bricks_ = bricks_of(settings_, grids, ranks.size(), reach_m_);
    if (!bricks_) return std::nullopt;
    // The tube of spreading is found a little beside the ray.
    double const margin = 1.001 * reach_m_ + 1e-5 * body_.equatorial_radius_m;
    return boxes_of(*bricks_, ranks.rank(), ranks.size(), margin);
}

void RayTrace::import() {
    if (auto artemis = import_artemis(settings_)) {
        flies_vacuum_mode_ = artemis->has_vacuum_mode;
        launches_ = std::make_unique<raytrace::LaunchList>(std::move(artemis->launches));
    }
    body_ = planet::body_named(settings_.body);
}

void RayTrace::build_medium(shell::Run& run) {
    models_.build(run, settings_, body_);
    collisions_ = planet::make_collisions(settings_.collisions, body_);
    if (!launches_ && settings_.source != SourceKind::list)
        launches_ = make_launches(settings_, body_, models_.field());
}

void RayTrace::pose() {
    problem_ = problem_from(settings_, body_, models_.extent());
    problem_.medium = {.field = &models_.field(), .plasma = &models_.plasma(), .collisions = &collisions_};
    problem_.launches = launches_.get();
    problem_.bricks = bricks_;
    problem_.maximum_reach_m = reach_m_;
    raytrace::check(problem_);
    if (settings_.hit_map) hit_bins_ = hit_bins_from(settings_, problem_);
}

void RayTrace::prepare(shell::Run& run) {
    parallel::in_agreement(run.communicator, [&] { import(); });
    models_.load_grids(run, settings_, body_, [&](radio_driver::GridsOfRun const& grids) {
        return deal_out(grids, run.communicator);
    });
    if (bricks_) {
        run.say(fmt::format("the gridded medium is dealt out in {} x {} bricks along y and z",
                            bricks_->counts[1], bricks_->counts[2]));
    }
    parallel::in_agreement(run.communicator, [&] { build_medium(run); });
    if (flies_vacuum_mode_) run.warn("rays of mode V are flown as O, as ARTEMIS-P does.");
    if (!launches_) launches_ = open_ray_list(run.communicator, settings_, body_);
    parallel::in_agreement(run.communicator, [&] { pose(); });
    check_exports(settings_, run);
    run.say(fmt::format("{} rays about {}", launches_->size(), body_.name));
}

void RayTrace::tell(shell::Run& run, raytrace::Result const& result) const {
    run.timings.note("rays", static_cast<double>(result.rays_flown));
    run.timings.note("steps", static_cast<double>(result.steps));
    if (!bricks_) return;
    run.timings.note("bricks", static_cast<double>(bricks_->count()));
    run.timings.note("migrations", static_cast<double>(result.migrations));
    if (result.rays_flown > 0) {
        run.timings.note("migrations_per_ray",
                         static_cast<double>(result.migrations) / static_cast<double>(result.rays_flown));
    }
    if (result.flight_seconds > 0) {
        double const idle = result.idle_seconds / result.flight_seconds;
        run.timings.note("idle_share", idle);
        run.timings.note("participation", 1 - idle);
    }
    std::uint64_t const bytes = models_.bytes_in_parts();
    run.timings.note("medium_bytes_most", static_cast<double>(parallel::maximum(run.communicator, bytes)));
    run.timings.note("medium_bytes_all", static_cast<double>(parallel::sum(run.communicator, bytes)));
}

shell::Outcome RayTrace::run(shell::Run& run) {
    run.phase("background");
    auto file = record::File::create(run.communicator, run.output,
                                     run.overwrite ? record::Overwrite::yes : record::Overwrite::no);
    auto provenance = run.provenance;
    provenance.format_version = "1.1";
    record::write_provenance(file.root(), provenance);
    write_body(file.root(), body_);
    if (settings_.background)
        write_background(file.root(), run.communicator, settings_, body_, models_.field(), models_.plasma());
    run.phase("rays");
    RayFile rays(run.communicator, file.root(), problem_.along, problem_.constants);
    std::optional<HitMap> hits;
    std::vector<raytrace::RaySink*> sinks = {&rays};
    if (settings_.hit_map) sinks.push_back(&hits.emplace(hit_bins_));
    Tee sink(sinks);
    auto const result = raytrace::solve(problem_, run.communicator, run.progress, sink);
    if (hits) hits->write(run.communicator, file.root());
    run.progress.finish();
    tell(run, result);
    auto root = file.root();
    root.set("status", result.stopped ? "stopped" : "complete");
    root.set("rays_asked", static_cast<std::int64_t>(result.rays_asked));
    root.set("rays_flown", static_cast<std::int64_t>(result.rays_flown));
    run.phase("closing");
    file.commit();
    run.say(sentence(result));
    run.say(fmt::format("{}{}", result.stopped ? "stopped; the finished rays are kept in " : "written to ",
                        run.output.string()));
    if (result.stopped) return shell::Outcome::stopped;  // whoever stops a run does not wait for more files
    write_exports(settings_, run);
    return shell::Outcome::done;
}

}  // namespace vespa::raytrace_driver
