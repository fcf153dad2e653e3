#pragma once
#include <cstdint>
#include <vector>

#include "raytrace/problem.hpp"

namespace vespa::occultation {

using raytrace::Mode;
using raytrace::Vector;

/// Where observer and source are at one time, in the frame of the body.
struct Epoch {
    Vector observer_m{};
    /// The source's position, or, at infinity, the direction towards it (of any length above zero).
    Vector source{};
    bool source_at_infinity = false;
};

/// An occultation: which rays join observer and source, for each mode, frequency and epoch. Plain data.
struct Problem {
    /// How rays fly: medium, constants, tolerance, steps, the body's surface. The medium fills the sphere
    /// `surfaces.outer_radius_m` about the origin; outside it is a vacuum. `along.absorption` asks for the
    /// absorption of the images; launches, samples and all else along the rays are set by solve().
    raytrace::Problem rays;
    std::vector<Epoch> epochs;
    std::vector<double> frequencies_hz;
    std::vector<Mode> modes;
    /// Rays that look for images, in the plane of observer, source and centre (README.md, "Search").
    std::uint32_t fan = 96;
    /// Miss of the source, seen from where the ray leaves the sphere, that is small enough (rad).
    double homing_tolerance_rad = 1e-8;
};

/// Cells of the result: modes × frequencies × epochs, the epoch varying fastest.
std::uint64_t cells(Problem const& problem);

/// About how many rays solve() will fly.
std::uint64_t forecast_rays(Problem const& problem);

/// Throws BadInput naming what cannot be used, its value and what is allowed. An epoch that cannot be
/// (NaN, an observer in the body) is no error: its cells get a reason. Local.
void check(Problem const& problem);

}  // namespace vespa::occultation
