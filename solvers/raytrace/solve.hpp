#pragma once
#include "raytrace/problem.hpp"
#include "raytrace/result.hpp"

namespace vespa::parallel {
class Communicator;
class Watcher;
}  // namespace vespa::parallel

namespace vespa::raytrace {

/// Flies the rays of `problem` and hands them to `sink`, wave after wave, in the order of their index.
///
/// Rays are drawn from a shared counter by the ranks that are free, or, where the problem has bricks, go from
/// rank to rank as they fly; the result of a ray depends on nothing but the problem and the instruction set,
/// so what the sink gets is the same, bit for bit, at any number of ranks, with bricks or without.
///
/// The watcher's progress() gets rays begun and rays asked, on every rank. When stop_requested() is true on
/// any rank, no ray is begun any more; the wave in hand is still delivered, its unfinished rays marked
/// `not_flown`, and no other follows. \throws BadInput as check(), on every rank; parallel::AgreedError where
/// a rank fails, e.g. in the launch source. \collective
Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher,
             RaySink& sink);

}  // namespace vespa::raytrace
