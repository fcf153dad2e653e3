#pragma once
#include "drivers/occultation/ephemeris.hpp"
#include "drivers/occultation/settings.hpp"
#include "occultation/problem.hpp"
#include "planet/body.hpp"
#include "planet/plasma/collisions.hpp"
#include "shell/program.hpp"

namespace vespa::occultation_driver {

/// vespa-occultation: from options and an ephemeris to dynamic spectra.
class Occultation final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    Settings settings_;
    planet::Body body_{};
    radio_driver::MediumModels models_;
    planet::CollisionFrequency collisions_;
    Ephemeris ephemeris_;
    occultation::Problem problem_;
};

}  // namespace vespa::occultation_driver
