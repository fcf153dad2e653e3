#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace vespa::uws {

/// One thread for what would hold up the loop: hashing results, removing folders. Tasks run in order.
class Worker {
  public:
    Worker();
    /// Lets the present task end and forgets the rest: whatever they do is done again after a restart.
    ~Worker();
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

    /// \param task must not throw
    void run(std::function<void()> task);

  private:
    void loop();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
