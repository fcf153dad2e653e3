#pragma once
#include <memory>

#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/grid/grid_extent.hpp"
#include "planet/magnetic_field/field_grid_file.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/density_grid_file.hpp"
#include "planet/plasma/plasma.hpp"
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
    void load_grids(shell::Run& run);
    void build(shell::Run& run);
    planet::GridExtent extent() const;

    Settings settings_;
    planet::Body body_{};
    planet::LoadedDensities densities_;
    planet::LoadedFields fields_;
    planet::MagneticField field_;
    planet::Plasma plasma_;
    std::unique_ptr<raytrace::LaunchSource> launches_;
    raytrace::Problem problem_;
};

}  // namespace vespa::raytrace_driver
