#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/postgres_connection.hpp"

namespace vespa::uws {

/// What the other servers of a shared store have done since the last time.
struct News {
    struct Wish {
        std::int64_t number = 0;
        std::string job, form;
    };
    std::vector<Job> changed;       ///< jobs that others look after, as they are now
    std::vector<std::string> gone;  ///< ids of jobs that were erased
    std::vector<Wish> wishes;       ///< what others ask to be done to jobs of this server
    std::vector<Job> adopted;       ///< jobs of a server that is no more; they are this one's from now on
};

/// One server among those that share a database. A thread of its own renews this server's lease, adopts the
/// jobs of servers whose lease has ended, and tells what the others do, as soon as they commit it.
class Fleet {
  public:
    struct Settings {
        std::string conninfo;
        std::string server;              ///< name of this server, the same after a restart
        std::chrono::seconds lease{30};  ///< without a sign of life for so long a server is taken for dead
    };
    /// Throws StoreError, also if a server of that name is at work on the database.
    /// \\param told called in the fleet's thread
    Fleet(Settings settings, std::function<void(News)> told);
    ~Fleet();
    Fleet(Fleet const&) = delete;
    Fleet& operator=(Fleet const&) = delete;

    /// A wish has been carried out and is stored: it need not be told again. From any thread.
    void carried_out(std::int64_t wish);
    /// Why the database cannot be asked now; empty if it can. From any thread.
    std::string failure() const;

  private:
    void run();
    void turn();
    void take_name();
    void live_on();
    void adopt(News& news);
    void look_around(News& news);
    void forget_wishes();

    Settings settings_;
    std::function<void(News)> told_;
    PostgresConnection connection_;
    int life_ = 0;  ///< of the connection that holds our name
    std::int64_t seen_ = 0, wish_seen_ = 0;
    std::chrono::steady_clock::time_point next_sign_{};
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::int64_t> carried_out_;
    std::string failure_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
