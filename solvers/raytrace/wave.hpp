#pragma once
#include "core/parallel/communicator.hpp"
#include "core/parallel/share.hpp"
#include "raytrace/flight_deck.hpp"
#include "raytrace/problem.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace {

/// A rank's contiguous block of a finished wave, as RaySink::wave() gets it.
struct WaveBlock {
    std::uint64_t first_ray = 0;
    std::vector<RaySummary> rays;
    std::vector<std::uint32_t> sample_counts;
    std::vector<double> position, refractive_index, group_path, phase_path, path_length;
    std::vector<double> electron_density, magnetic_field;
    std::vector<double> absorption, stokes, tube;

    SampleColumns samples() const;
};

/// Brings the rays that the ranks have finished to contiguous blocks in the order of their index, and
/// completes those that nobody finished as `not_flown`.
/// \param wave      the rays of the wave, indices in the run
/// \param finished  this rank's finished rays, complete(); emptied
/// \collective
WaveBlock assemble(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                   parallel::Range wave, FinishedRays& finished);

}  // namespace vespa::raytrace
