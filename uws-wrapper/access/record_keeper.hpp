#pragma once
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/records.hpp"

namespace vespa::uws {

/// Writes records from a thread of its own, those that gather meanwhile in one commit; of several changes of
/// one record only the last is written.
class RecordKeeper {
  public:
    /// Told once the change is on disk (empty text) or could not be written now (why).
    using Done = std::function<void(std::string const& failure)>;

    /// \param records used by the keeper's thread alone from now on; must outlive this
    /// \param post    brings a task into the thread where `Done`s are to be called
    RecordKeeper(Records& records, std::function<void(std::function<void()>)> post);
    /// Writes what is left, with one attempt.
    ~RecordKeeper();
    RecordKeeper(RecordKeeper const&) = delete;
    RecordKeeper& operator=(RecordKeeper const&) = delete;

    /// A change that fails is told and kept: it is tried again with the next, or after a second.
    void write(RecordChange change, Done done = {});

  private:
    struct Batch {
        std::map<std::pair<std::string, std::string>, RecordChange> changes;
        std::vector<Done> done;
    };
    void run();
    void commit(Batch batch);

    Records& records_;
    std::function<void(std::function<void()>)> post_;
    std::mutex mutex_;
    std::condition_variable wake_;
    Batch next_;
    bool ending_ = false, failing_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
