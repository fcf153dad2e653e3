#pragma once
#include <cstdint>
#include <optional>

#include "core/parallel/one_sided_counter.hpp"
#include "core/parallel/share.hpp"

namespace vespa::parallel {

/// Hands out the items [0, total) in chunks to whichever rank asks next, by one-sided atomic additions to a
/// counter that lives on rank 0.
///
/// The destructor is \collective, except while an exception passes through it (see OwnedCommunicator).
class WorkCounter {
  public:
    /// \param total items to hand out, below 2^61
    /// \param chunk items a draw hands out (the last may be smaller), at least 1
    /// Every rank must pass the same values. \throws AgreedError when a value is out of range. \collective
    WorkCounter(Communicator const& communicator, std::uint64_t total, std::uint64_t chunk);

    /// The next chunk, nobody else's; nothing when all items are handed out or the counter is closed.
    std::optional<Range> next();

    /// From now on no rank gets more work; chunks already handed out remain their owners' duty.
    void close();

    /// True after any rank called close(), until restart().
    [[nodiscard]] bool closed();

    /// Items handed out to all ranks so far, for showing progress; an upper bound once the counter is closed.
    [[nodiscard]] std::uint64_t handed_out();

    /// Begins again at item 0, open, with a new total, once every rank has called it. \collective
    void restart(std::uint64_t total);

  private:
    void check_total(std::uint64_t total) const;

    std::uint64_t total_;
    std::uint64_t chunk_;
    std::uint64_t step_ = 0;  // the chunk, as far as this total allows it
    OneSidedCounter counter_;
    bool drained_ = false;  // this rank has been refused since the last restart
};

}  // namespace vespa::parallel
