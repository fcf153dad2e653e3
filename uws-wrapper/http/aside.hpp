#pragma once
#include <functional>
#include <memory>

namespace vespa::uws {

class Loop;

/// Threads for work that may wait for the disk or take long, beside the loop's thread.
class Aside {
  public:
    Aside(Loop& loop, int threads);
    /// Waits for the work that has begun; the rest is dropped.
    ~Aside();
    Aside(Aside const&) = delete;
    Aside& operator=(Aside const&) = delete;

    /// Calls `work` in one of the threads, then `done` in the loop's thread. `work` must not throw.
    void run(std::function<void()> work, std::function<void()> done);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vespa::uws
