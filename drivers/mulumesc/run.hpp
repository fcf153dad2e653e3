#pragma once
#include <memory>

#include "drivers/mulumesc/choices.hpp"
#include "drivers/mulumesc/settings.hpp"
#include "mulumesc/ingest/source.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// vespa-mulumesc: from reflectance spectra to their absorption bands.
class Mulumesc final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    Settings settings_;
    std::unique_ptr<mulumesc::SpectrumSource> source_;
    mulumesc::SpectralAxis axis_;
    mulumesc::ContinuumChoice continuum_;
    mulumesc::BandSearch search_;
};

}  // namespace vespa::mulumesc_driver
