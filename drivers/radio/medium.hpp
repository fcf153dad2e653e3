#pragma once
#include <cstdint>
#include <functional>
#include <optional>
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

/// Declares the models of the electrons' collisions, in the group that is open.
/// \param effect  what they are for: ends the sentence "With any, …"
void declare_collisions(shell::Options& options, std::vector<std::string>& collisions,
                        std::string const& effect);

/// A grid of a run on axes x, y, z: one that can be dealt out to ranks.
struct GridOfRun {
    planet::GridNodes nodes;
    bool is_field;  ///< magnetic, of three numbers a node; else a density
};
/// Densities first.
using GridsOfRun = std::vector<GridOfRun>;

/// Whether Cartesian grids are dealt out to the ranks: the boxes that this rank needs, or nothing where
/// every node keeps the whole. Called on every rank, which all answer alike. Local. \throws BadInput
using DealOut = std::function<std::optional<std::vector<planet::GridBox>>(GridsOfRun const&)>;

/// The models that a choice names.
class MediumModels {
  public:
    /// Reads the grids among them and tells of each. \param deal_out  empty: every node keeps the whole
    /// \collective
    void load_grids(shell::Run& run, MediumChoice const& choice, planet::Body const& body,
                    DealOut const& deal_out = {});
    /// Makes field and plasma, after load_grids(). Local. \throws BadInput as their makers
    void build(shell::Run& run, MediumChoice const& choice, planet::Body const& body);

    /// Where all grids are defined.
    planet::GridExtent extent() const;
    planet::MagneticField const& field() const { return field_; }
    planet::Plasma const& plasma() const { return plasma_; }
    /// Coefficients in this rank's memory, of grids that are dealt out.
    std::uint64_t bytes_in_parts() const;

  private:
    using Boxes = std::optional<std::vector<planet::GridBox>>;

    void load_field(shell::Run& run, planet::GridRequest const& request, Boxes const& boxes);
    void load_density(shell::Run& run, planet::DensityGridRequest const& request, bool is_spherical,
                      Boxes const& boxes);

    planet::LoadedDensities densities_;
    planet::LoadedFields fields_;
    planet::MagneticField field_;
    planet::Plasma plasma_;
};

}  // namespace vespa::radio_driver
