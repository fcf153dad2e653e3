#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "lbl/absorption/mixture.hpp"
#include "lbl/atmosphere/layers.hpp"
#include "lbl/atmosphere/path.hpp"
#include "lbl/blocks/block_plan.hpp"
#include "lbl/blocks/share_blocks.hpp"
#include "lbl/continuum/collision_induced.hpp"
#include "lbl/continuum/mt_ckd.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectrum/aerosol_layer.hpp"
#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl {

/// From where an atmosphere is looked at.
enum class ViewKind {
    nadir,        ///< from space down to the surface, plane-parallel: radiance, transmittance
    zenith,       ///< from the surface up, plane-parallel
    limb,         ///< from space through a lowest point and out: radiance, transmittance
    occultation,  ///< the same way, towards the sun: transmittance
};

struct View {
    ViewKind kind = ViewKind::nadir;
    double at = 0;     ///< zenith angle in degrees, or height of the lowest point in m
    std::string name;  ///< "nadir", "limb 10 km"
    double azimuth =
        0;  ///< degrees, from the way of the sunlight (0: towards where it goes), with streams alone
};

/// What lies below the atmosphere.
struct Surface {
    double temperature = 0;  ///< K; 0: that of the lowest level
    double emissivity = 1;
    bool is_lambert = false;  ///< reflects evenly, else as a mirror
};

/// Sunlight on a Lambert surface of albedo 1 - emissivity.
struct Sunlight {
    double temperature = 5772;  ///< K, of a black body
    double solid_angle = 0;     ///< sr, of its disc as seen from the planet
    double zenith_angle = 0;    ///< degrees
};

/// Absorption without lines.
struct Continua {
    std::vector<CollisionTable> collisions;
    BeyondTable beyond = BeyondTable::refuse;  ///< for temperatures outside a table of collisions
    std::optional<WaterContinuum> water;
    bool rayleigh = false;  ///< scattering by molecules
    std::vector<AerosolLayer> aerosols = {};
};

/// What is wanted beside the views.
struct Wanted {
    bool optical_depths = false;                 ///< of the whole atmosphere, by absorber
    bool contributions = false;                  ///< of each layer to the radiance of each view
    bool by_temperature = false;                 ///< Jacobians
    std::vector<std::string> by_abundance = {};  ///< gases of the profile that have lines
    bool transit_radius = false;
};

/// An atmosphere and how it is looked at.
struct SpectrumProblem {
    SpectralGrid grid;
    std::int64_t block_points = 0;
    Precision precision = Precision::standard;
    Profile profile;
    Sphere sphere;
    ColumnFrom columns = ColumnFrom::pressure;
    bool refraction = false;
    std::vector<GasLines> gases;
    Continua continua;
    Surface surface;
    std::optional<Sunlight> sunlight;
    /// Of the discrete ordinates with which nadir and zenith views are computed, even; 0: nothing is
    /// scattered into a view. What is scattered is then missing from transmittances, occultations and
    /// transits; from radiances only what is absorbed.
    std::size_t streams = 0;
    std::vector<View> views;
    LayerSource source = LayerSource::isothermal;
    Wanted wanted;
    std::int64_t checked_points = 1000;

    BlockPlan plan() const;
};

/// A table of a result, one column a wavenumber.
struct SpectrumTable {
    std::string name;                 ///< "radiance", "jacobian/temperature"
    std::vector<std::uint64_t> rows;  ///< {} one value a wavenumber, {views}, {views, levels}
    std::string unit, description, ucd;

    std::uint64_t row_count() const;
};

/// The tables that a problem makes, in the order of SpectrumBlock::values.
std::vector<SpectrumTable> tables_of(SpectrumProblem const& problem);

/// What a block leaves.
struct SpectrumBlock {
    std::uint64_t block = 0;
    parallel::Range points;
    std::vector<std::vector<double>> values;  ///< [table][row * points]
    double error = 0;                         ///< as AbsorptionBlock
    double dropped_strength = 0;
};

/// Takes what a block leaves, on the rank that computed it. Local; what it throws ends the run on all ranks.
using TakeSpectrum = std::function<void(SpectrumBlock const&)>;

/// \throws BadInput with what, where, allowed
void check(SpectrumProblem const& problem);

/// Computes all blocks but those that are done (empty: none is). The bits of a block do not depend on the
/// number of ranks. \throws AgreedError \collective
BlockOutcome solve(SpectrumProblem const& problem, std::vector<bool> const& done,
                   parallel::Communicator const& communicator, parallel::Watcher& watcher,
                   TakeSpectrum const& take);

/// Number of lines times points that the blocks sum up over all layers, for a forecast. Local.
double line_points(SpectrumProblem const& problem);
/// What multiple scattering takes of one core, roughly.
double scattering_seconds(SpectrumProblem const& problem);

}  // namespace vespa::lbl
