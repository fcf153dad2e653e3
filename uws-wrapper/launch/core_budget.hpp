#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace vespa::uws {

/// Who runs next: shares a number of cores between owners.
///
/// Deficit round robin over the owners (Shreedhar & Varghese, SIGCOMM 1995), a job's cost being its cores;
/// first come, first served within an owner, but for jobs of a code that runs as often as it may: the owner's
/// other jobs pass those. A job whose turn it is but which does not fit lets jobs of other
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
        std::map<std::string, int> at_once = {};  ///< jobs of a code that may run together; any if not named
    };

    /// Throws std::invalid_argument if cores, a weight or a bound of a code is below 1.
    explicit CoreBudget(Settings settings);
    CoreBudget(CoreBudget const&) = delete;
    CoreBudget& operator=(CoreBudget const&) = delete;

    /// Puts a job at the end of its owner's queue. Throws std::invalid_argument if the job is known already
    /// or its cores are not in 1..cores().
    void enqueue(std::string const& job, std::string const& owner, int cores, std::string const& code = {});

    /// Counts a job that runs already (adopted after a restart), also when more cores are taken then than
    /// exist.
    void occupy(std::string const& job, int cores, std::string const& code = {});

    /// Takes a waiting job out, or gives a running one's cores back. False if the job is not known.
    bool remove(std::string const& job);

    /// The jobs to start now, in this order; they hold their cores until remove().
    std::vector<std::string> admit(Clock::time_point now);

    int cores() const { return settings_.cores; }
    int free_cores() const { return free_; }  ///< negative if occupy() took more than there are
    std::size_t waiting() const { return place_of_.size(); }
    std::size_t running() const { return running_.size(); }

  private:
    struct Waiting {
        std::string job;
        int cores;
        std::uint64_t number;                     ///< order of arrival
        std::optional<Clock::time_point> passed;  ///< since when it is its turn and it does not fit
    };
    using Queue = std::deque<Waiting>;
    struct Owner {
        std::string name;
        int deficit = 0;                           ///< cores it may still take
        bool granted = false;                      ///< has had the grant of its present turn
        std::map<std::string, Queue> queues = {};  ///< of each code; not empty, as none of its queues is
    };
    using Ring = std::list<Owner>;
    struct Running {
        int cores;
        std::string code;
    };
    struct Place {
        Ring::iterator owner;
        std::string code;
    };
    using Queues = std::map<std::string, Queue>;

    bool may_run_now(std::string const& code) const;
    Queues::iterator next_of(Owner& owner) const;
    Ring::iterator impatient(Clock::time_point now);
    void serve(Clock::time_point now, std::vector<std::string>& started);
    void start_next(Ring::iterator owner, Queues::iterator queue, std::vector<std::string>& started);
    void take(std::string const& job, int cores, std::string const& code);
    void leave(Ring::iterator owner);
    void advance();
    bool someone_fits();

    Settings settings_;
    int free_;
    std::uint64_t arrivals_ = 0;
    Ring ring_;                                        ///< owners with waiting jobs
    Ring::iterator cursor_ = ring_.end();              ///< whose turn it is; end() if the ring is empty
    std::unordered_map<std::string, Place> place_of_;  ///< of each waiting job
    std::unordered_map<std::string, Running> running_;
    std::map<std::string, int> running_of_;  ///< running jobs of each code
};

}  // namespace vespa::uws
