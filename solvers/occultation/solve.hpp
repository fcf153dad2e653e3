#pragma once
#include "occultation/problem.hpp"
#include "occultation/result.hpp"

namespace vespa::parallel {
class Communicator;
class Watcher;
}  // namespace vespa::parallel

namespace vespa::occultation {

/// Finds the rays that join observer and source in every cell, a block of cells at a time. The result is on
/// every rank and the same, bit for bit, at any number of them.
///
/// The watcher's progress() gets cells computed and cells asked. When stop_requested() is true on any rank
/// the block in hand is given up and its cells, and all that follow, stay `not_computed`.
/// \throws BadInput as check(), on every rank; parallel::AgreedError where a rank fails. \collective
Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher);

}  // namespace vespa::occultation
