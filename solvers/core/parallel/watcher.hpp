#pragma once
#include <cstdint>

namespace vespa::parallel {

/// What a solver tells of its progress and asks about stopping. Calls are local to a rank and never
/// communicate; this base says nothing and never stops.
class Watcher {
  public:
    Watcher() = default;
    Watcher(Watcher const&) = delete;
    Watcher& operator=(Watcher const&) = delete;
    virtual ~Watcher() = default;

    /// done of total work items are finished, as far as this rank knows.
    virtual void progress(std::uint64_t /*done*/, std::uint64_t /*total*/) {}

    /// True once the work should end soon with what is finished. May differ between ranks for a while: a
    /// solver passes it on, by WorkCounter::close() or any().
    virtual bool stop_requested() { return false; }
};

}  // namespace vespa::parallel
