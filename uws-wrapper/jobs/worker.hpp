#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace vespa::uws {

/// Threads for what would hold up the loop: starting programs, hashing results, removing folders. Tasks begin
/// in order; those of one job are never given before the earlier one is done.
class Worker {
  public:
    explicit Worker(int threads = 1);
    /// Lets the present tasks end and forgets the rest: whatever they do is done again after a restart.
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
    std::vector<std::thread> threads_;
};

}  // namespace vespa::uws
