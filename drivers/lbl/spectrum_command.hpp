#pragma once
#include "drivers/lbl/atmosphere_options.hpp"
#include "drivers/lbl/gases.hpp"
#include "drivers/lbl/instrument_options.hpp"
#include "drivers/lbl/line_options.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {

/// vespa-lbl spectrum: what an atmosphere emits, lets through and takes of a star's light.
class SpectrumCommand final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    LineOptions lines_;
    GridOptions grid_;
    AtmosphereOptions atmosphere_;
    ViewOptions views_;
    InstrumentOptions instrument_options_;
    Instrument instrument_;
    bool votable_ = false, fits_ = false;
    Gases gases_;
    lbl::SpectrumProblem problem_;
};

}  // namespace vespa::lbl_driver
