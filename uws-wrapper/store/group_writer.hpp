#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace vespa::uws {

/// Writes to a store from a thread of its own. While one commit is under way the next changes gather, and go
/// out together: one wait for the disk for all of them. Of several changes of one job only the last is
/// written.
class GroupWriter {
  public:
    /// Told once the change is durable (empty text) or could not be written now (why).
    using Done = std::function<void(std::string const& failure)>;

    /// \param store used by the writer's thread alone from now on; must outlive this
    /// \param post  brings a task into the thread where `Done`s are to be called
    GroupWriter(Store& store, std::function<void(std::function<void()>)> post);
    /// Writes what is left, with one attempt.
    ~GroupWriter();
    GroupWriter(GroupWriter const&) = delete;
    GroupWriter& operator=(GroupWriter const&) = delete;

    /// A change that fails is told and kept: it is tried again once a second until it is written.
    /// One that another server was before is told, too, and dropped.
    void write(Change change, Done done = {});

    /// Why the last commit failed; empty if it did not. From any thread.
    std::string failure() const;
    /// Commits and what they wrote since the start. From any thread.
    std::uint64_t commits() const { return commits_; }
    std::uint64_t written() const { return written_; }

  private:
    struct Batch {
        std::unordered_map<std::string, Change> changes;
        std::vector<std::pair<std::string, Done>> done;  ///< and of which job
    };
    void run();
    void commit(Batch batch);

    Store& store_;
    std::function<void(std::function<void()>)> post_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Batch next_;
    std::string failure_;
    std::atomic<std::uint64_t> commits_ = 0, written_ = 0;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
