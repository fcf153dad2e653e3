#include "drivers/mulumesc/run.hpp"

#include <fmt/format.h>

#include <tuple>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "drivers/mulumesc/abundance_stage.hpp"
#include "drivers/mulumesc/band_stage.hpp"
#include "drivers/mulumesc/composition_stage.hpp"
#include "drivers/mulumesc/exports.hpp"
#include "drivers/mulumesc/libraries.hpp"
#include "drivers/mulumesc/match_stage.hpp"
#include "drivers/mulumesc/parameter_stage.hpp"
#include "drivers/mulumesc/result_file.hpp"
#include "drivers/mulumesc/smooth_map.hpp"
#include "mulumesc/ingest/open_source.hpp"

namespace vespa::mulumesc_driver {

namespace {

/// What --resume finds; nothing where there is no file. \collective
std::optional<EarlierResult> earlier_of(shell::Run& run) {
    bool const here = run.resume && run.communicator.is_root() && std::filesystem::exists(run.output);
    if (!parallel::any(run.communicator, here)) {
        if (run.resume) run.warn(run.output.string() + " is not there: nothing to go on with");
        return std::nullopt;
    }
    return std::optional<EarlierResult>(std::in_place, run, run.output);
}

}  // namespace

void Mulumesc::declare(shell::Options& options) {
    mulumesc_driver::declare(options, settings_);
}

void Mulumesc::read_and_check() {
    continuum_ = continuum_of(settings_);
    search_ = search_of(settings_);
    unmixing_ = unmixing_of(settings_);
    source_ = mulumesc::open_source(settings_.spectra, reading_of(settings_));
    axis_ = masked_axis(settings_, source_->is().axis);
    mulumesc::check(continuum_, axis_);
    mulumesc::check(search_, axis_);
    if (settings_.maps && source_->is().samples == 0)
        throw BadInput("the spectra are no image", "--maps", "a cube, or no maps");
    if (settings_.abundance.smoothness > 0 && source_->is().samples == 0)
        throw BadInput("the spectra are no image", "--abundance-smoothness", "a cube, or no smoothness");
    auto const& [longitude, latitude] = std::tie(settings_.longitude_dataset, settings_.latitude_dataset);
    if (longitude.empty() != latitude.empty())
        throw BadInput("one is given without the other", "--longitude-dataset and --latitude-dataset",
                       "both or none");
    if (!longitude.empty())
        positions_ = read_positions(settings_.spectra, longitude, latitude, source_->is().count);
    read_stages();
}

void Mulumesc::read_stages() {
    fit_axis_ = fit_axis_of(settings_, axis_);
    bool const noise_given = settings_.noise || source_->is().has_noise;
    if (settings_.fit.model != "none" || !settings_.fit.bands.empty())
        fit_ = fit_plan_of(settings_, noise_given);
    if (settings_.composition.asked) regions_ = regions_of(settings_);
    if (!settings_.abundance.library.empty())
        endmembers_ = read_endmembers(settings_.abundance.library, settings_.abundance.endmembers, axis_,
                                      "--endmembers");
    match_ = match_options_of(settings_);
    if (!settings_.match.library.empty())
        library_ = read_any_library(settings_.match.library, continuum_, search_, library_files_);
    parameters_ = parameter_table_of(settings_);
}

void Mulumesc::name_inputs(shell::Run& run) {
    for (auto const& file : source_->is().files)
        if (file != settings_.spectra && file != settings_.data_file && file != settings_.wavelength_file &&
            file != settings_.width_file)
            run.name_input(file, "--spectra");
    for (auto const& file : library_files_)
        if (file != settings_.match.library) run.name_input(file, "--match-library");
    if (!endmembers_) return;
    for (auto const& file : endmembers_->files)
        if (file != settings_.abundance.library) run.name_input(file, "--endmember-library");
}

void Mulumesc::prepare(shell::Run& run) {
    parallel::in_agreement(run.communicator, [&] { read_and_check(); });
    name_inputs(run);
    check_exports(run, votables_of(settings_, run.output));
    check_exports(run, maps_of(settings_, run.output));
    check_exports(run, libraries_of(settings_, run.output));
    auto const& source = source_->is();
    run.say(fmt::format("{} spectra ({}), {} channels from {:.6g} to {:.6g} um; method {}: {}", source.count,
                        source.format, axis_.channels(), axis_.wavelength.front(), axis_.wavelength.back(),
                        name_of(settings_.method), note_on(settings_.method)));
    for (auto const& note : source.notes)
        run.warn(note);
    if (!endmembers_) return;
    run.say(fmt::format("{} endmembers: {}", endmembers_->count(), fmt::join(endmembers_->names, "; ")));
    for (auto const& note : endmembers_->notes)
        run.warn(settings_.abundance.library.filename().string() + ": " + note);
}

Stages Mulumesc::stages() const {
    Stages stages;
    stages.push_back(
        std::make_unique<BandStage>(axis_, BandChoices{continuum_, search_, settings_.method != Method::none,
                                                       settings_.precision, settings_.keep_continuum}));
    if (fit_) stages.push_back(std::make_unique<FitStage>(fit_axis_, *fit_));
    if (regions_) stages.push_back(std::make_unique<CompositionStage>(axis_, *regions_));
    if (endmembers_) stages.push_back(std::make_unique<AbundanceStage>(axis_, *endmembers_, unmixing_));
    if (library_) stages.push_back(std::make_unique<MatchStage>(*library_, axis_, match_));
    if (parameters_) stages.push_back(std::make_unique<ParameterStage>(*parameters_, axis_));
    return stages;
}

void Mulumesc::write_head(shell::Run& run, record::Group root) const {
    run.provenance.format_version = "1.1";
    record::write_provenance(root, run.provenance);
    root.set("method", name_of(settings_.method));
    root.set("method_note", note_on(settings_.method));
    write_source(run.communicator, root, source_->is(), axis_);
    if (positions_) write_positions(run.communicator, root, *positions_);
    if (endmembers_) write_endmembers(run.communicator, root, *endmembers_, axis_.channels());
}

void Mulumesc::write_exports(shell::Run& run, bool is_stopped) {
    write_votables(run, votables_of(settings_, run.output));
    write_maps(run, maps_of(settings_, run.output), source_->is().files);
    auto const libraries = libraries_of(settings_, run.output);
    if (libraries.empty() || is_stopped) return;
    auto const library = parallel::in_agreement(run.communicator, [&] {
        return library_of(*source_, settings_.spectra.filename().string(), continuum_, search_);
    });
    store_library(run, library, libraries.front().path);
}

shell::Outcome Mulumesc::run(shell::Run& run) {
    auto const earlier = earlier_of(run);
    if (earlier && earlier->is_complete()) {
        run.say(run.output.string() + " is complete: nothing to be done");
        return shell::Outcome::done;
    }
    auto file =
        record::File::create(run.communicator, run.output,
                             run.overwrite || earlier ? record::Overwrite::yes : record::Overwrite::no);
    auto root = file.root();
    write_head(run, root);
    auto const count = source_->is().count;
    auto stages = parallel::in_agreement(run.communicator, [&] { return this->stages(); });
    for (auto& stage : stages)
        stage->create(root, count);
    run.phase("spectra");
    Passage passage(run, *source_, axis_, settings_.noise);
    bool is_stopped = passage.go(stages, earlier ? &*earlier : nullptr);
    run.progress.finish();
    if (!is_stopped && settings_.abundance.smoothness > 0)
        is_stopped = !write_smooth_map(
            run, *source_, {axis_, *endmembers_, unmixing_, settings_.abundance.smoothness, settings_.noise},
            passage.mine(), root.group("abundances"));
    run.phase("writing");
    std::vector<std::uint64_t> listed;
    for (auto& stage : stages)
        listed.push_back(stage->write_list(run.communicator, root, passage.mine(), count));
    root.set("status", is_stopped ? "stopped" : "complete");
    root.set("spectra_computed", static_cast<std::int64_t>(passage.computed()));
    file.commit();
    run.say(fmt::format("{} bands in {} of {} spectra\n{}{}", listed.front(), passage.computed(), count,
                        is_stopped ? "stopped; what is finished is kept in " : "written to ",
                        run.output.string()));
    write_exports(run, is_stopped);
    return is_stopped ? shell::Outcome::stopped : shell::Outcome::done;
}

}  // namespace vespa::mulumesc_driver
