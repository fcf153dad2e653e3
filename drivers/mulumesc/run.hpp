#pragma once
#include <memory>
#include <optional>

#include "drivers/mulumesc/choices.hpp"
#include "drivers/mulumesc/endmembers.hpp"
#include "drivers/mulumesc/passage.hpp"
#include "drivers/mulumesc/positions.hpp"
#include "drivers/mulumesc/settings.hpp"
#include "mulumesc/ingest/source.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// vespa-mulumesc: from reflectance spectra to their absorption bands, and on to fits, composition and
/// abundances.
class Mulumesc final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    void read_and_check();
    void read_stages();
    void name_inputs(shell::Run& run);
    Stages stages() const;
    void write_exports(shell::Run& run, bool is_stopped);
    /// Everything of the file but what the stages leave. \collective
    void write_head(shell::Run& run, record::Group root) const;

    Settings settings_;
    std::unique_ptr<mulumesc::SpectrumSource> source_;
    mulumesc::SpectralAxis axis_, fit_axis_;
    mulumesc::ContinuumChoice continuum_;
    mulumesc::BandSearch search_;
    std::optional<FitPlan> fit_;
    std::optional<mulumesc::TwoBandRegions> regions_;
    std::optional<Endmembers> endmembers_;
    mulumesc::UnmixingOptions unmixing_;
    std::optional<mulumesc::Library> library_;
    std::vector<std::filesystem::path> library_files_;
    mulumesc::MatchOptions match_;
    std::optional<mulumesc::ParameterTable> parameters_;
    std::optional<Positions> positions_;
};

}  // namespace vespa::mulumesc_driver
