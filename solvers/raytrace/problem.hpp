#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "raytrace/along.hpp"
#include "raytrace/bricks.hpp"
#include "raytrace/ions.hpp"
#include "raytrace/launch.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Which fundamental constants turn density into X and field into Y.
enum class Constants {
    codata,   ///< CODATA 2018, as core/units
    artemis,  ///< those of ARTEMIS-P: e 1.6e-19 C, m_e 9.1e-31 kg, c 3e8 m/s, ε0 8.8542e-12 F/m
};

/// Surfaces that end a ray. Found on the dense output of the step that crosses them.
struct StopSurfaces {
    /// Ellipsoid of revolution about z, centred on the origin; 0: no body. A ray that starts inside is
    /// rejected.
    double equatorial_radius_m = 0;
    double polar_radius_m = 0;
    /// Sphere about the origin that a ray may not leave.
    double outer_radius_m = std::numeric_limits<double>::infinity();
    /// Axis-aligned box that a ray may not leave.
    Vector box_lower_m{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                       -std::numeric_limits<double>::infinity()};
    Vector box_upper_m{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
                       std::numeric_limits<double>::infinity()};
};

/// At which points of a ray samples are kept.
enum class SampleAt {
    ends,      ///< launch and end
    steps,     ///< launch and every accepted step
    interval,  ///< every `interval_m` of path length from the launch, and the end
    knots,     ///< `knots` points at equal path length, launch and end among them
};

struct Sampling {
    SampleAt at = SampleAt::ends;
    double interval_m = 0;    ///< for SampleAt::interval
    std::uint32_t knots = 2;  ///< for SampleAt::knots, at least 2
};

/// Order of the Runge–Kutta pair that steps the rays (core/numerics/runge_kutta_pair.hpp).
enum class Order {
    fifth,   ///< six evaluations of the medium a step
    eighth,  ///< twelve, and more where a step holds an event: for smooth media and tolerances below 1e-8
};

/// A run of the ray tracer. Plain data; check() tells whether it can be flown.
struct Problem {
    Medium medium;
    /// Space dealt out to the ranks: each flies rays only while they are in its bricks, and needs the medium
    /// only there and within `maximum_reach_m` around. None: every rank flies rays everywhere.
    std::optional<BrickLayout> bricks;
    LaunchSource const* launches = nullptr;  ///< not owned, must outlive solve()
    Constants constants = Constants::codata;
    /// Ions beside the electrons; none: electrons alone. For waves near and below the lower hybrid frequency;
    /// not with absorption or polarisation.
    std::vector<IonSpecies> ions;

    /// Error allowed in a step: relative to `length_scale_m` in position, absolute (relative where n > 1) in
    /// the refractive-index vector. 1e-13 … 1e-2.
    double tolerance = 1e-8;
    Order order = Order::fifth;
    /// Length the position error is measured against; 0: the body's equatorial radius. Needed where there is
    /// no body.
    double length_scale_m = 0;

    /// Steps are measured in group path, c × time.
    double initial_step_m = 0;  ///< 0: from the tolerance and the curvature at launch
    double maximum_step_m =
        0;  ///< 0: half the length scale. Features of the medium thinner than a third of it can be missed
    /// How far from its start a step may look at the medium; a step that would look farther is tried again,
    /// shorter. A grid in bricks needs it, and the same rays come out only with the same limit.
    double maximum_reach_m = std::numeric_limits<double>::infinity();
    std::uint32_t maximum_steps = 100000;  ///< accepted and rejected ones together, to 10⁹

    double maximum_path_m = std::numeric_limits<double>::infinity();  ///< path length of a ray
    double maximum_refractive_index = 1000;  ///< beyond it the ray is taken to be at a resonance; above 1
    /// |H| beyond which the state has left the dispersion surface (README.md, "The measure of H").
    double maximum_hamiltonian = 0.1;
    StopSurfaces surfaces;

    Sampling sampling;
    Along along;
    /// Velocities in the frame of the medium, for the Doppler shift (README.md, eq. 15).
    Vector source_velocity_m_s{}, observer_velocity_m_s{};
    /// Rays computed between two calls of RaySink::wave(); 0: 65536 with SampleAt::ends, otherwise 8192.
    std::uint32_t rays_per_wave = 0;
};

/// Throws BadInput naming the member of Problem that cannot be used, its value and what is allowed. Local.
void check(Problem const& problem);

}  // namespace vespa::raytrace
