#include "drivers/mulumesc/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/errors/bad_input.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/record/export_votable.hpp"
#include "core/record/file.hpp"
#include "drivers/mulumesc/analysis.hpp"
#include "drivers/mulumesc/result_file.hpp"
#include "mulumesc/ingest/open_source.hpp"

namespace vespa::mulumesc_driver {

using parallel::Range;

namespace {

/// Numbers of a block that is read at once: some megabytes.
constexpr std::uint64_t block_numbers = 1 << 19;

/// This rank's spectra: whole lines of an image.
Range share_of(mulumesc::SourceDescription const& source, parallel::Communicator const& ranks) {
    auto const samples = std::max<std::uint64_t>(source.samples, 1);
    auto const lines = parallel::block_of(source.count / samples, ranks.rank(), ranks.size());
    return {lines.first * samples, lines.last * samples};
}

std::filesystem::path votable_of(shell::Run const& run) {
    return std::filesystem::path(run.output).replace_extension(".vot");
}

void check_votable(shell::Run const& run) {
    parallel::on_root(run.communicator, [&] {
        auto const path = votable_of(run);
        if (path == run.output)
            throw BadInput(fmt::format("would replace the result '{}'", path.string()), "--votable",
                           "an --output with another ending, as .h5");
        std::error_code error;
        if (!run.overwrite && std::filesystem::exists(path, error))
            throw BadInput(fmt::format("'{}' exists", path.string()), "--votable",
                           "another --output, or --overwrite");
    });
}

/// Goes through this rank's spectra block by block; all ranks make as many steps, so that they may write and
/// stop together.
class Passage {
  public:
    Passage(shell::Run& run, mulumesc::SpectrumSource& source, Range mine, std::optional<KeptRows> kept)
        : run_(run),
          source_(source),
          mine_(mine),
          block_(std::max<std::uint64_t>(1, block_numbers / source.is().axis.channels())),
          kept_(std::move(kept)) {}

    /// \return whether it was stopped before its end \collective
    bool go(Analysis& analysis, Findings& all) {
        auto const steps = parallel::maximum(run_.communicator, (mine_.size() + block_ - 1) / block_);
        for (std::uint64_t step = 0; step < steps; ++step) {
            if (parallel::any(run_.communicator, run_.progress.stop_requested())) return true;
            Range const now{std::min(mine_.first + step * block_, mine_.last),
                            std::min(mine_.first + (step + 1) * block_, mine_.last)};
            auto found = parallel::in_agreement(run_.communicator, [&] {
                return now.empty() ? Findings{} : analysis(source_.read(now.first, now.size()));
            });
            if (kept_) {
                kept_->reflectance.write_rows(now.first, found.reflectance);
                kept_->continuum.write_rows(now.first, found.continuum);
            }
            all.append(std::move(found));
            run_.progress.progress((step + 1) * source_.is().count / steps, source_.is().count);
        }
        return false;
    }

  private:
    shell::Run& run_;
    mulumesc::SpectrumSource& source_;
    Range mine_;
    std::uint64_t block_;
    std::optional<KeptRows> kept_;
};

/// Spectra that a stopped run has not come to.
void fill_up(Findings& findings, std::uint64_t count) {
    findings.state.resize(count, SpectrumState::not_computed);
    findings.noise.resize(count, std::numeric_limits<float>::quiet_NaN());
    findings.masked.resize(count, 0);
    findings.bands.resize(count, 0);
}

}  // namespace

shell::About Mulumesc::about() const {
    return {.name = "mulumesc",
            .summary = "absorption bands of reflectance spectra",
            .prose =
                "Divides reflectance spectra by their continuum, finds absorption bands and gives their "
                "centre, depth, width, area and asymmetry with "
                "errors. Detection is by wavelets over many scales, a reconstruction (mulumesc-r) from the "
                "published description of the Mulumesc "
                "method (Erard 2017), or in ranges of wavelength.",
            .results = {{.name = "bands",
                         .file = "bands.h5",
                         .content_type = "application/x-hdf5",
                         .annotation = "spectra and their bands",
                         .main = true},
                        {.name = "votable",
                         .file = "bands.vot",
                         .content_type = "application/x-votable+xml",
                         .annotation = "the bands as VOTable, with --votable"},
                        {.name = "run",
                         .file = "bands.run.json",
                         .content_type = "application/json",
                         .annotation = "when, where and how long the run was"}}};
}

void Mulumesc::declare(shell::Options& options) {
    mulumesc_driver::declare(options, settings_);
}

void Mulumesc::prepare(shell::Run& run) {
    parallel::in_agreement(run.communicator, [&] {
        continuum_ = continuum_of(settings_);
        search_ = search_of(settings_);
        source_ = mulumesc::open_source(settings_.spectra, reading_of(settings_));
        axis_ = masked_axis(settings_, source_->is().axis);
        mulumesc::check(continuum_, axis_);
        mulumesc::check(search_, axis_);
    });
    auto const& source = source_->is();
    for (auto const& file : source.files)
        if (file != settings_.spectra && file != settings_.wavelength_file && file != settings_.width_file)
            run.name_input(file, "--spectra");
    if (settings_.votable) check_votable(run);
    run.say(fmt::format("{} spectra ({}), {} channels from {:.6g} to {:.6g} um; method {}: {}", source.count,
                        source.format, axis_.channels(), axis_.wavelength.front(), axis_.wavelength.back(),
                        name_of(settings_.method), note_on(settings_.method)));
    for (auto const& note : source.notes)
        run.warn(note);
}

shell::Outcome Mulumesc::run(shell::Run& run) {
    auto const& source = source_->is();
    auto file = record::File::create(run.communicator, run.output,
                                     run.overwrite ? record::Overwrite::yes : record::Overwrite::no);
    auto root = file.root();
    run.provenance.format_version = "1.0";
    record::write_provenance(root, run.provenance);
    root.set("method", name_of(settings_.method));
    root.set("method_note", note_on(settings_.method));
    write_source(run.communicator, root, source, axis_);
    std::optional<KeptRows> kept;
    if (settings_.keep_continuum)
        kept = create_kept_rows(root.group("spectra"), source.count, axis_.channels());
    run.phase("bands");
    auto const mine = share_of(source, run.communicator);
    Analysis analysis(axis_, continuum_, search_, settings_.noise.value_or(0),
                      settings_.precision == Precision::double_precision, settings_.keep_continuum);
    Findings findings;
    bool const is_stopped = Passage(run, *source_, mine, kept).go(analysis, findings);
    run.progress.finish();
    run.phase("writing");
    auto const computed = parallel::sum(run.communicator, static_cast<std::int64_t>(findings.state.size()));
    fill_up(findings, mine.size());
    auto const bands = write_findings(run.communicator, root, mine, source.count, findings);
    root.set("status", is_stopped ? "stopped" : "complete");
    root.set("spectra_computed", computed);
    file.commit();
    run.say(fmt::format("{} bands in {} of {} spectra\n{}{}", bands, computed, source.count,
                        is_stopped ? "stopped; what is finished is kept in " : "written to ",
                        run.output.string()));
    if (settings_.votable) {
        parallel::on_root(run.communicator, [&] {
            record::export_votable(record::File::open_alone(run.output), "bands", votable_of(run),
                                   run.overwrite ? record::Overwrite::yes : record::Overwrite::no,
                                   record::Serialization::tabledata);
        });
        run.say("written to " + votable_of(run).string());
    }
    return is_stopped ? shell::Outcome::stopped : shell::Outcome::done;
}

}  // namespace vespa::mulumesc_driver
