#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "drivers/raytrace/decomposition.hpp"
#include "drivers/raytrace/hit_map.hpp"
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/plasma/collisions.hpp"
#include "raytrace/problem.hpp"
#include "shell/program.hpp"

namespace vespa::raytrace_driver {

/// vespa-raytrace: from options to a file of rays.
class RayTrace final : public shell::Program {
  public:
    shell::About about() const override;
    void declare(shell::Options& options) override;
    void prepare(shell::Run& run) override;
    shell::Outcome run(shell::Run& run) override;

  private:
    /// What ARTEMIS-P's files say, and the body. Local.
    void import();
    /// Decides on reach and bricks. Local. \return the boxes that this rank needs, where grids are dealt out
    std::optional<std::vector<planet::GridBox>> deal_out(radio_driver::GridsOfRun const& grids,
                                                         parallel::Communicator const& ranks);
    /// What the run record is told of the flight. \collective
    void tell(shell::Run& run, raytrace::Result const& result) const;
    /// Field, plasma, and the launches that no file lists. Local.
    void build_medium(shell::Run& run);
    /// The problem, of what was built. Local.
    void pose();

    Settings settings_;
    planet::Body body_{};
    double reach_m_ = 0;
    std::optional<raytrace::BrickLayout> bricks_;
    radio_driver::MediumModels models_;
    planet::CollisionFrequency collisions_;
    std::unique_ptr<raytrace::LaunchSource> launches_;
    HitBins hit_bins_;                ///< with --hit-map
    bool flies_vacuum_mode_ = false;  ///< rays of ARTEMIS-P's mode V
    raytrace::Problem problem_;
};

}  // namespace vespa::raytrace_driver
