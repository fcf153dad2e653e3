#pragma once
#include <chrono>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vespa::uws {

/// Who runs next: shares a number of cores between owners.
///
/// Deficit round robin over the owners (Shreedhar & Varghese, SIGCOMM 1995), a job's cost being its cores;
/// first come, first served within an owner. A job whose turn it is but which does not fit lets jobs of other
/// owners pass, so that no core idles; after `patience` nothing starts before it any more. A wide job thus
/// waits a bounded time, and its owner gets at most the share of the others: what passes it is the price of
/// full cores, patience its upper bound.
///
/// Pure: no clock, no process; times are given by the caller.
class CoreBudget {
  public:
    using Clock = std::chrono::steady_clock;

    struct Settings {
        int cores = 1;
        Clock::duration patience = std::chrono::minutes(5);
        std::map<std::string, int> weights = {};  ///< cores an owner is granted a round; 1 if not named
    };

    /// Throws std::invalid_argument if cores or a weight is below 1.
    explicit CoreBudget(Settings settings);
    CoreBudget(CoreBudget const&) = delete;
    CoreBudget& operator=(CoreBudget const&) = delete;

    /// Puts a job at the end of its owner's queue. Throws std::invalid_argument if the job is known already
    /// or its cores are not in 1..cores().
    void enqueue(std::string const& job, std::string const& owner, int cores);

    /// Counts a job that runs already (adopted after a restart), also when more cores are taken then than
    /// exist.
    void occupy(std::string const& job, int cores);

    /// Takes a waiting job out, or gives a running one's cores back. False if the job is not known.
    bool remove(std::string const& job);

    /// The jobs to start now, in this order; they hold their cores until remove().
    std::vector<std::string> admit(Clock::time_point now);

    int cores() const { return settings_.cores; }
    int free_cores() const { return free_; }  ///< negative if occupy() took more than there are
    std::size_t waiting() const { return owner_of_.size(); }
    std::size_t running() const { return running_.size(); }

  private:
    struct Waiting {
        std::string job;
        int cores;
        std::optional<Clock::time_point> passed;  ///< since when it is its turn and it does not fit
    };
    struct Owner {
        std::string name;
        int deficit = 0;                 ///< cores it may still take
        bool granted = false;            ///< has had the grant of its present turn
        std::deque<Waiting> queue = {};  ///< never empty in the ring
    };
    using Ring = std::list<Owner>;

    Ring::iterator impatient(Clock::time_point now);
    void serve(Clock::time_point now, std::vector<std::string>& started);
    void start_head(Ring::iterator owner, std::vector<std::string>& started);
    void leave(Ring::iterator owner);
    void advance();
    bool someone_fits() const;

    Settings settings_;
    int free_;
    Ring ring_;                                       ///< owners with waiting jobs
    Ring::iterator cursor_ = ring_.end();             ///< whose turn it is; end() if the ring is empty
    std::map<std::string, Ring::iterator> owner_of_;  ///< of each waiting job
    std::map<std::string, int> running_;              ///< cores of each running job
};

}  // namespace vespa::uws
