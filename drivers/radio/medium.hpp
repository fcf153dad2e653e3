#pragma once
#include <string>
#include <vector>

#include "planet/body.hpp"
#include "planet/grid/grid_extent.hpp"
#include "planet/magnetic_field/field_grid_file.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/density_grid_file.hpp"
#include "planet/plasma/plasma.hpp"

namespace vespa::shell {
class Options;
struct Run;
}  // namespace vespa::shell

namespace vespa::radio_driver {

/// The medium of a run as given.
struct MediumChoice {
    std::string body = "jupiter";
    std::vector<std::string> magnetic_field;
    std::vector<std::string> plasma;
};

/// Declares them, in the group that is open.
void declare_medium(shell::Options& options, MediumChoice& choice);

/// The models that a choice names.
class MediumModels {
  public:
    /// Reads the grids among them and tells of each. \collective
    void load_grids(shell::Run& run, MediumChoice const& choice, planet::Body const& body);
    /// Makes field and plasma, after load_grids(). Local. \throws BadInput as their makers
    void build(shell::Run& run, MediumChoice const& choice, planet::Body const& body);

    /// Where all grids are defined.
    planet::GridExtent extent() const;
    planet::MagneticField const& field() const { return field_; }
    planet::Plasma const& plasma() const { return plasma_; }

  private:
    planet::LoadedDensities densities_;
    planet::LoadedFields fields_;
    planet::MagneticField field_;
    planet::Plasma plasma_;
};

}  // namespace vespa::radio_driver
