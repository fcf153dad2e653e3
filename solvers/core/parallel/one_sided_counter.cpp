#include "core/parallel/one_sided_counter.hpp"

#include <exception>

namespace vespa::parallel {

OneSidedCounter::OneSidedCounter(Communicator const& communicator)
    : communicator_(communicator), exceptions_at_birth_(std::uncaught_exceptions()) {
    MPI_Aint const bytes = ranks().is_root() ? sizeof(std::uint64_t) : 0;
    MPI_Win_allocate(bytes, sizeof(std::uint64_t), MPI_INFO_NULL, ranks().handle(), &counter_, &window_);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
}

OneSidedCounter::~OneSidedCounter() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized || std::uncaught_exceptions() > exceptions_at_birth_) return;
    MPI_Win_unlock_all(window_);
    MPI_Win_free(&window_);
}

OneSidedCounter::State OneSidedCounter::update(std::uint64_t operand, MPI_Op operation) {
    std::uint64_t before = 0;
    MPI_Fetch_and_op(&operand, &before, MPI_UINT64_T, 0, 0, operation, window_);
    MPI_Win_flush(0, window_);
    return {before & ~limit, (before & limit) != 0};
}

void OneSidedCounter::reset() {
    if (ranks().is_root()) update(0, MPI_REPLACE);
    ranks().barrier();
}

}  // namespace vespa::parallel
