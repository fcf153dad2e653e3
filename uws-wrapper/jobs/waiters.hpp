#pragma once
#include <functional>
#include <list>
#include <memory>

#include "http/loop.hpp"

namespace vespa::uws {

/// The requests that block on one job.
class Waiters {
  public:
    /// \param total counts the waiters of all jobs together; must outlive this
    Waiters(Loop& loop, std::size_t& total) : loop_(loop), total_(total) {}
    ~Waiters() { total_ -= waiting_.size(); }
    Waiters(Waiters const&) = delete;
    Waiters& operator=(Waiters const&) = delete;

    /// Calls `task` once: at wake_all(), or when `longest` is over.
    /// \return forgets the waiter when called before that (its client has gone)
    std::function<void()> add(std::chrono::milliseconds longest, std::function<void()> task);
    /// Calls all tasks, soon and in one go.
    void wake_all();

  private:
    struct Waiter {
        Timer timer;
        std::function<void()> task;
    };
    using List = std::list<Waiter>;
    void take(List::iterator waiter);

    Loop& loop_;
    std::size_t& total_;
    List waiting_;
    /// Changes with every wake_all(): a hang-up that comes later finds nothing to forget.
    std::shared_ptr<bool> round_ = std::make_shared<bool>(true);
};

}  // namespace vespa::uws
