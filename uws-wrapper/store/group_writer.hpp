#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
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
    void write(Change change, Done done = {});

  private:
    struct Batch {
        std::unordered_map<std::string, Change> changes;
        std::vector<Done> done;
    };
    void run();
    void commit(Batch batch);

    Store& store_;
    std::function<void(std::function<void()>)> post_;
    std::mutex mutex_;
    std::condition_variable wake_;
    Batch next_;
    bool ending_ = false, failing_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
