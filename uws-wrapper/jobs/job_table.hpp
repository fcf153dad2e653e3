#pragma once
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "jobs/waiters.hpp"
#include "launch/launcher.hpp"
#include "uws/documents.hpp"
#include "uws/job.hpp"
#include "uws/requests.hpp"

namespace vespa::uws {

/// What a sweep knows of its members.
struct Family {
    std::set<std::string> members;   ///< ids of those that are there
    std::set<int> known;             ///< which have been made, also if they are gone again
    std::size_t next = 0;            ///< the first that may still be missing
    std::array<int, 10> in_phase{};  ///< members in each phase
    bool ending = false;             ///< their table is being written
};

/// A job in memory, with what its life in this server needs.
struct Entry {
    Entry(Job stored, Loop& loop, std::size_t& all_waiters)
        : job(std::move(stored)), reference(make_reference(job)), waiters(loop, all_waiters) {}

    Job job;
    JobReference reference;  ///< kept up to date with job
    Waiters waiters;
    Family family;
    std::shared_ptr<Handle const> run;   ///< from its start to its last phase
    std::optional<ReadableWatch> watch;  ///< of news of run
    bool busy = false;           ///< another thread starts or finishes it: what is asked meanwhile waits
    std::optional<Timer> retry;  ///< of a start that failed for a passing cause
    std::optional<std::chrono::steady_clock::time_point> failing_since;  ///< its start
    std::int64_t progress_stamp = 0;  ///< when the progress file last changed, ns
};

/// Every live job, by id and, per code, by creation.
class JobTable {
  public:
    explicit JobTable(Loop& loop) : loop_(loop) {}

    /// Takes a job in. Its creation time is moved on by milliseconds until no other has the same.
    std::shared_ptr<Entry> add(Job job);
    /// Takes in a job that the store knows: its creation time is moved on only past one that is taken.
    std::shared_ptr<Entry> take_in(Job job);
    /// Makes room for that many.
    void expect(std::size_t jobs) { by_id_.reserve(jobs); }
    void remove(Entry const& entry);
    /// The job of that code and id, nothing if there is none or if it is being deleted.
    std::shared_ptr<Entry> find(std::string_view code, std::string const& id) const;
    /// As find(), also if it is being deleted; of any code.
    std::shared_ptr<Entry> find_any(std::string const& id) const;
    /// The jobs of a code that the filter admits and `visible` is true for, newest first.
    std::vector<Entry const*> list(std::string const& code, ListFilter const& filter,
                                   std::function<bool(Job const&)> const& visible) const;
    std::vector<std::shared_ptr<Entry>> all() const;
    /// How many jobs are in each phase, by the phase's number.
    std::array<std::size_t, all_phases.size()> count_by_phase() const;
    std::size_t waiters() const { return waiters_; }

  private:
    Loop& loop_;
    std::size_t waiters_ = 0;
    Instant newest_{};
    std::unordered_map<std::string, std::shared_ptr<Entry>> by_id_;
    std::map<std::string, std::map<Instant, Entry*>, std::less<>> by_code_;
};

}  // namespace vespa::uws
