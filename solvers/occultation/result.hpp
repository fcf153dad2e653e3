#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytrace/launch.hpp"

namespace vespa::occultation {

/// What became of one mode, frequency and epoch. The codes are part of the file format: never renumber.
enum class CellState : std::int8_t {
    not_computed = 0,
    visible = 1,
    behind_body = 2,
    refracted_away = 3,
    below_cutoff = 4,
    unresolved = 5,
    bad_geometry = 6,
    observer_inside_body = 7,
    source_inside_sphere = 8,
};

struct CellMeaning {
    CellState state;
    std::string_view name;
    std::string_view explanation;
};

/// All states in order of their code.
std::span<CellMeaning const> cell_states();

/// Lines "code name: explanation", for the attribute that explains the codes in a file.
std::string cell_state_meanings();

/// One mode, frequency and epoch. Of the images the brightest is described; NaN where there is none.
struct Cell {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    /// Flux density over that without body and medium, summed over the images without regard to phase; with
    /// absorption, where it was asked for.
    double intensity = none;
    double brightest_intensity = none;
    double bending_rad = none;                     ///< between the ray's two ends
    double displacement_rad = none;                ///< of the image from the source's true direction
    double group_delay_s = none;                   ///< beyond the straight way in a vacuum
    double phase_delay_s = none;                   ///< the same of the phase: negative in a plasma
    raytrace::Vector direction{none, none, none};  ///< in which the observer sees the image, of length 1
    double closest_m = none;                       ///< of the ray to the origin
    double maximum_plasma_ratio = none;            ///< X = (fp/f)² at its greatest
    double absorption_Np = none;                   ///< of the amplitude, where it was asked for
    std::int16_t images = 0;
    /// Images that were seen to be there and not homed in on: they lack in the sum.
    std::int16_t lost = 0;
    CellState state = CellState::not_computed;
};

/// What is known of an epoch from its geometry alone.
struct EpochGeometry {
    double impact_m = Cell::none;  ///< nearest distance of the straight line of sight to the origin
    bool in_shadow = false;        ///< the body cuts the straight line of sight
};

/// A run; the same on every rank.
struct Result {
    std::vector<Cell> cells;  ///< modes × frequencies × epochs, the epoch varying fastest
    std::vector<EpochGeometry> geometry;
    std::uint64_t computed = 0;  ///< cells that are not `not_computed`
    std::uint64_t rays = 0;
    bool stopped = false;
};

}  // namespace vespa::occultation
