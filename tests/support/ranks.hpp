#pragma once
#include "core/parallel/communicator.hpp"

namespace vespa::testing {

/// The ranks of a test program: a duplicate of MPI_COMM_WORLD that lives as long as main().
parallel::Communicator const& ranks();

}  // namespace vespa::testing
