#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/admission.hpp"
#include "codes/command_line.hpp"
#include "codes/description.hpp"
#include "http/loop.hpp"
#include "jobs/estimates.hpp"
#include "jobs/idempotency.hpp"
#include "jobs/job_table.hpp"
#include "jobs/outcome.hpp"
#include "jobs/policy.hpp"
#include "jobs/submission.hpp"
#include "jobs/sweep.hpp"
#include "jobs/worker.hpp"
#include "launch/core_budget.hpp"
#include "launch/launcher.hpp"
#include "store/fleet.hpp"
#include "store/group_writer.hpp"
#include "uws/requests.hpp"

namespace vespa::uws {

using Codes = std::map<std::string, Description, std::less<>>;

/// The jobs and what becomes of them: the state machine of UWS, the queue for the machine's cores, the runs.
///
/// Lives in the loop's thread. A request that changes a job is done (`Done`) once the change is on disk. What
/// is in memory is always ahead of or level with the store, and the truth of a run is in its folder: whatever
/// instant the server is killed at, recover() finds every job where it truly is.
class Jobs {
  public:
    struct Parts {
        Loop& loop;
        Codes const& codes;
        Launcher& launcher;
        Store& store;  ///< used from another thread from now on
        Places places;
        Policy policy;
        CoreBudget::Settings cores;
        std::filesystem::path folders;   ///< job folders are folders/ID[0:2]/ID
        std::string server = {};         ///< this server's name, where several share the store
        Admission* admission = nullptr;  ///< quotas and accounts; nullptr = none
    };
    /// Told when a request's change is on disk (empty), or why it could not be kept.
    using Done = GroupWriter::Done;

    explicit Jobs(Parts parts);
    ~Jobs();
    Jobs(Jobs const&) = delete;
    Jobs& operator=(Jobs const&) = delete;

    /// Takes in what the store held: runs that go on are watched again, ended ones are finished, queued ones
    /// queue up in their order. Call once, before any request.
    void recover(std::vector<Job> stored);

    /// What other servers have done, and ask for. \param carried_out told of each wish once it is stored
    void take_news(News&& news, std::function<void(std::int64_t wish)> const& carried_out);
    /// Why changes cannot be kept now; empty if they can.
    std::string store_failure() const { return writer_.failure(); }
    std::uint64_t store_commits() const { return writer_.commits(); }
    std::uint64_t store_changes() const { return writer_.written(); }

    JobTable const& table() const { return table_; }
    Policy const& policy() const { return parts_.policy; }
    /// False once close() has been called.
    bool takes_jobs() const { return !closed_; }
    JobFolder folder_of(Job const& job) const;

    /// Makes a job, PENDING or (with PHASE=RUN) QUEUED. Throws Refusal 400 for what the code does not allow.
    /// If it cannot be kept, `done` says so and the job is gone again.
    /// \param origin what else the request says of where the job comes from
    struct Origin {
        std::string key;  ///< Idempotency-Key; the job that was made under it before is returned.
                          ///< Throws Refusal 409 if that was another request
        std::shared_ptr<Entry> model;  ///< of CLONE: checked to be the sender's
    };
    std::shared_ptr<Entry> create(Description const& description, std::string owner, Controls const& controls,
                                  Done done, Origin const& origin = {});
    /// Carries out what a POST to a job asks: parameters, RUNID, DESTRUCTION, EXECUTIONDURATION, then PHASE.
    /// Throws Refusal 400 for bad values, 403 for what the job's phase does not allow; then nothing has
    /// changed.
    void change(Entry& entry, Description const& description, Controls const& controls, Done done);
    /// Ends the job and forgets it and its results. It is not found any more from now on.
    void remove(Entry& entry, Done done);

    /// Calls `task` when the job's phase changes or the time is over. \return forgets it (the client has
    /// gone)
    std::function<void()> wait(Entry& entry, WaitRequest const& request, std::function<void()> task);
    /// Whether a GET with this WAIT is to block now.
    bool blocks(Job const& job, WaitRequest const& request) const;

    /// Starts nothing more and answers all who wait; runs go on. For the end of the server.
    void close();

  private:
    // jobs.cpp
    void apply_controls(Job& job, Description const& description, Controls const& controls,
                        Submission const& submission) const;
    void check_may_run(Job const& job, Description const& description) const;
    void keep_uploads_and_plan(Job& job, Description const& description, Submission const& submission,
                               bool run) const;
    void keep_and_enqueue(Entry& entry, Done done);
    void let_go_on(Entry& entry, Done done);
    void move(Entry& entry, Phase phase);
    void changed(Entry& entry, Done done = {});
    Description const* description_of(Job const& job) const;
    std::shared_ptr<Entry> find_earlier(Job const& job) const;
    void copy_model(Job& job, Entry const& model) const;
    // family.cpp
    void expand(Entry& parent);
    void make_member(Entry& parent, Description const& description, Sweep const& sweep, int member);
    void join_family(Entry const& member);
    void leave_family(Entry const& member);
    void member_moved(Entry const& member, Phase from);
    void look_at_family(Entry& parent);
    void end_family(Entry& parent);
    std::string table_of_members(Entry const& parent) const;
    void abort_family(Entry& parent);
    void remove_family(Entry& parent);
    void move_destruction_of_members(Entry& parent);
    void recover_families(std::vector<std::shared_ptr<Entry>> const& parents);
    // running.cpp
    void plan(Job& job, Description const& description) const;
    void plan_sweep(Job& job, Description const& description) const;
    void estimate(Job& job);
    void enqueue(Entry& entry);
    void schedule();
    void start(Entry& entry);
    void started(std::string const& id, struct StartedRun const& result);
    void not_started(Entry& entry, std::string const& why, bool may_pass);
    void watch(Entry& entry);
    void follow_progress(std::string const& id);
    void read_progress_files();
    // following.cpp
    void look_at(Entry& entry);
    void finish(Entry& entry, RunState const& state);
    void apply(std::string const& id, struct RunNews& news);
    void follow(Entry& entry, RunState::Kind kind);
    void forget_run(Entry& entry);
    void back_to_queue(Entry& entry);
    void finished(Entry& entry, Outcome outcome);
    // ending.cpp
    void abort(Entry& entry, Done done);
    void erase(Entry& entry);
    Instant due(Job const& job) const;
    void destroy(Entry& entry);
    void archive(Entry& entry);
    void set_alarm(Job const& job);
    void sweep();
    // recover.cpp
    void recover_run(Entry& entry);
    void adopt(Entry& entry, Launcher::Adoption adoption);
    void recover_all(std::vector<std::shared_ptr<Entry>> const& entries);
    // others.cpp
    bool is_ours(Job const& job) const { return job.server == parts_.server; }
    bool pass_on(Entry& entry, std::string const& form, Done const& done);
    std::shared_ptr<Entry> take_as_it_is(Job&& job);
    void join_or_gather(Entry& entry);
    void forget(std::string const& id);
    void grant(News::Wish const& wish, std::function<void(std::int64_t)> const& carried_out);

    Parts parts_;
    JobTable table_;
    CoreBudget budget_;
    Estimates estimates_;
    IdempotencyKeys keys_;
    std::set<std::pair<Instant, std::string>> destructions_;  ///< may hold times that are no longer a job's
    std::set<std::string> running_;                           ///< ids of jobs whose program runs
    Timer sweep_timer_, progress_timer_, schedule_timer_;
    bool closed_ = false;
    bool in_trouble_ = false;  ///< the last start failed for a cause that may pass
    Worker worker_;
    GroupWriter writer_;
};

/// The controls of a job that runs, as a form that parse_controls() reads.
std::string to_form(Controls const& controls);

}  // namespace vespa::uws
