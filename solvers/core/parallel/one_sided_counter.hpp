#pragma once
#include <cstdint>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

/// A 64-bit number on rank 0 that every rank changes by one-sided atomic operations (MPI_Fetch_and_op): rank
/// 0 may be busy computing meanwhile.
///
/// The destructor is \collective, except while an exception passes through it (see OwnedCommunicator).
class OneSidedCounter {
  public:
    /// Of unspecified value until the first reset(). \collective
    explicit OneSidedCounter(Communicator const& communicator);
    ~OneSidedCounter();
    OneSidedCounter(OneSidedCounter const&) = delete;
    OneSidedCounter& operator=(OneSidedCounter const&) = delete;

    /// What counts must stay below.
    static constexpr std::uint64_t limit = std::uint64_t{1} << 62;

    struct State {
        std::uint64_t count;
        bool closed;
    };

    /// \return the state before. A sum beyond the limit spoils the count.
    State add(std::uint64_t items) { return update(items, MPI_SUM); }
    [[nodiscard]] State state() { return update(0, MPI_NO_OP); }
    /// From now on every rank sees it closed, until reset().
    void close() { update(limit, MPI_BOR); }

    /// 0 and open once every rank has called it. \collective
    void reset();

    [[nodiscard]] Communicator const& ranks() const { return communicator_.view(); }

  private:
    State update(std::uint64_t operand, MPI_Op operation);

    OwnedCommunicator communicator_;
    MPI_Win window_ = MPI_WIN_NULL;
    std::uint64_t* counter_ = nullptr;  // rank 0's memory of the window
    int exceptions_at_birth_;
};

}  // namespace vespa::parallel
