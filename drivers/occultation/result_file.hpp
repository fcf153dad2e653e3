#pragma once
#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "drivers/occultation/ephemeris.hpp"
#include "occultation/problem.hpp"
#include "occultation/result.hpp"

namespace vespa::occultation_driver {

/// Writes axes, cells and geometry as README.md of this folder says. \collective
void write_result(parallel::Communicator const& communicator, record::Group root, Ephemeris const& ephemeris,
                  occultation::Problem const& problem, occultation::Result const& result);

}  // namespace vespa::occultation_driver
