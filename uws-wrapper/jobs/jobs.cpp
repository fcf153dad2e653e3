#include "jobs/jobs.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <system_error>

#include "access/job_id.hpp"
#include "http/message.hpp"

namespace vespa::uws {

using http::Refusal;

namespace {

constexpr int worker_threads = 4;  // they wait for the disk more than they compute

void check_is_no_draft(Description const& description) {
    if (!description.launch.runnable)
        throw Refusal(403, description.name +
                               " is a draft: its description has no launch block that says how it is run");
}

}  // namespace

Jobs::Jobs(Parts parts)
    : parts_(std::move(parts)),
      table_(parts_.loop),
      budget_(parts_.cores),
      estimates_(parts_.cores.cores),
      sweep_timer_(parts_.loop),
      progress_timer_(parts_.loop),
      schedule_timer_(parts_.loop),
      worker_(worker_threads),
      writer_(parts_.store,
              [loop = &parts_.loop](std::function<void()> task) { loop->post(std::move(task)); }) {}

Jobs::~Jobs() = default;

JobFolder Jobs::folder_of(Job const& job) const {
    return JobFolder(parts_.folders / job.id.substr(0, 2) / job.id);
}

Description const* Jobs::description_of(Job const& job) const {
    auto const found = parts_.codes.find(job.code);
    return found == parts_.codes.end() ? nullptr : &found->second;
}

void Jobs::changed(Entry& entry, Done done) {
    entry.reference = make_reference(entry.job);
    if (parts_.admission != nullptr) parts_.admission->changed(entry.job);
    writer_.write(Change{entry.job.id, entry.job}, std::move(done));
}

void Jobs::move(Entry& entry, Phase phase) {
    Job& job = entry.job;
    if (!may_follow(job.phase, phase))
        throw std::logic_error("job " + job.id + " cannot go from " + std::string(phase_name(job.phase)) +
                               " to " + std::string(phase_name(phase)));
    Phase const from = std::exchange(job.phase, phase);
    if (phase == Phase::queued) job.queued = now();
    if (phase == Phase::executing && !job.started) job.started = now();
    if (is_final(phase)) {
        if (!job.ended) job.ended = now();
        job.progress.reset();
    }
    estimate(job);
    entry.waiters.wake_all();
    if (!job.kin.parent.empty()) member_moved(entry, from);
}

void Jobs::apply_controls(Job& job, Description const& description, Controls const& controls,
                          Submission const& submission) const {
    bool const has_parameters =
        !submission.parameters.empty() || !submission.cleared.empty() || !controls.sweep.empty();
    if (job.phase != Phase::pending && has_parameters)
        throw Refusal(403, "the parameters of a job can be changed while it is PENDING only");
    if (has_parameters) take_over(description, submission, job);
    if (!controls.sweep.empty()) set_sweep(job, controls.sweep);
    if (has_parameters) Sweep(job, description, static_cast<std::size_t>(parts_.policy.most_members));
    if (controls.run_id) {
        if (job.phase != Phase::pending)
            throw Refusal(403, "RUNID can be changed while the job is PENDING only");
        job.run_id = controls.run_id;
    }
    if (controls.execution_duration) {
        if (job.phase != Phase::pending && job.phase != Phase::queued && job.phase != Phase::held)
            throw Refusal(403, "the execution duration can be changed before the job runs only");
        job.execution_duration =
            allowed_duration(parts_.policy, description.launch, controls.execution_duration);
    }
    if (controls.destruction)
        job.destruction = allowed_destruction(parts_.policy, job.created, now(), controls.destruction);
    if (parts_.admission != nullptr) parts_.admission->clamp(job);
}

void Jobs::check_may_run(Job const& job, Description const& description) const {
    if (closed_) throw Refusal(503, "the server is about to end");
    check_is_no_draft(description);
    try {
        Job first = job;
        first.parameters =
            Sweep(job, description, static_cast<std::size_t>(parts_.policy.most_members)).parameters(job, 0);
        check_complete(description, values_of(description, first));
    } catch (BadValue const& bad) {
        throw Refusal(400, bad.what());
    }
}

/// The last step of a request that may fail: nothing has changed yet but files in the job's in/.
void Jobs::keep_uploads_and_plan(Job& job, Description const& description, Submission const& submission,
                                 bool run) const {
    try {
        keep_uploads(submission, folder_of(job));
        if (run && is_swept(job))
            plan_sweep(job, description);
        else if (run)
            plan(job, description);
        if (run && parts_.admission != nullptr) parts_.admission->check_run(job);
    } catch (std::system_error const& error) {
        throw Refusal(503, error.what());
    }
}

void Jobs::keep_and_enqueue(Entry& entry, Done done) {
    move(entry, Phase::queued);
    // Queued for the cores only once the store knows of it: a program never runs for a job that could be
    // forgotten.
    changed(entry, [this, id = entry.job.id, done = std::move(done)](std::string const& failure) {
        if (done) done(failure);
        auto const kept = table_.find_any(id);
        if (!kept || kept->job.phase != Phase::queued || kept->job.delete_requested || kept->run) return;
        if (failure.empty()) return kept->job.kin.members > 0 ? expand(*kept) : enqueue(*kept);
        kept->job.error = ErrorSummary{"the job could not be queued: " + failure, "", true};
        move(*kept, Phase::error);
        changed(*kept);
    });
}

std::shared_ptr<Entry> Jobs::create(Description const& description, std::string owner,
                                    Controls const& controls, Done done, Origin const& origin) {
    if (controls.action) throw Refusal(400, "ACTION belongs to a job, not to the job list");
    if (controls.phase == "ABORT") throw Refusal(400, "a new job can be run, not aborted");
    if (closed_) throw Refusal(503, "the server is about to end");
    check_is_no_draft(description);
    Job job;
    job.id = make_job_id();
    job.code = description.name;
    job.owner = std::move(owner);
    job.server = parts_.server;
    job.created = now();
    if (!origin.key.empty()) {
        job.kin.key = origin.key;
        job.kin.request = fingerprint_of(controls);
        // Told once the earlier job is on disk, which may be under way.
        if (auto earlier = find_earlier(job)) {
            if (is_ours(earlier->job))
                changed(*earlier, std::move(done));
            else
                parts_.loop.post([done = std::move(done)] { done({}); });  // it came by the store
            return earlier;
        }
        job.kin.key_before = keys_.find(job.owner, job.code, job.kin.key);
    }
    if (parts_.admission != nullptr) parts_.admission->check_new(job);
    job.execution_duration = allowed_duration(parts_.policy, description.launch, {});
    job.destruction = allowed_destruction(parts_.policy, job.created, job.created, {});
    bool const run = controls.phase.has_value();
    Submission const submission = read_submission(description, controls.parameters);
    if (origin.model) job.parameters = origin.model->job.parameters;
    apply_controls(job, description, controls, submission);
    if (run) check_may_run(job, description);
    try {
        if (origin.model) copy_model(job, *origin.model);
        keep_uploads_and_plan(job, description, submission, run);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_of(job).root(), ignored);
        throw;
    }
    job.quote = estimates_.end_if_queued(job.code, job.created);
    auto const entry = table_.add(std::move(job));
    set_alarm(entry->job);
    keys_.add(entry->job);
    // A job that cannot be kept is no job: its client is told so.
    Done const kept = [this, id = entry->job.id, done = std::move(done)](std::string const& failure) {
        done(failure);
        auto const unkept = failure.empty() ? nullptr : table_.find_any(id);
        if (unkept) remove(*unkept, {});
    };
    if (run)
        keep_and_enqueue(*entry, kept);
    else
        changed(*entry, kept);
    return entry;
}

/// The job that the same request has made before.
std::shared_ptr<Entry> Jobs::find_earlier(Job const& job) const {
    check_idempotency_key(job.kin.key);
    auto const earlier = table_.find_any(keys_.find(job.owner, job.code, job.kin.key));
    if (!earlier || earlier->job.delete_requested ||
        earlier->job.created + parts_.policy.key_lifetime <= job.created)
        return nullptr;
    if (earlier->job.kin.request != job.kin.request)
        throw Refusal(409,
                      "this Idempotency-Key was used for another request, which made job " + earlier->job.id);
    return earlier;
}

/// The files of CLONE: those that the new job has not got itself.
void Jobs::copy_model(Job& job, Entry const& model) const {
    JobFolder const from = folder_of(model.job), to = folder_of(job);
    for (auto const& parameter : job.parameters) {
        if (!parameter.is_file) continue;
        auto const same = [&](auto const& old) { return old.is_file && old.value == parameter.value; };
        auto const& old = model.job.parameters;
        if (std::none_of(old.begin(), old.end(), same)) continue;
        to.create();
        std::error_code error;
        std::filesystem::create_hard_link(from.in() / parameter.value, to.in() / parameter.value, error);
        if (error)
            throw Refusal(400,
                          "CLONE: the file of " + parameter.name + " is not there any more; send it again");
    }
}

void Jobs::change(Entry& entry, Description const& description, Controls const& controls, Done done) {
    if (controls.clone) throw Refusal(400, "CLONE belongs to the creation of a job");
    if (controls.action) throw Refusal(400, "ACTION belongs to the job itself");
    Job job = entry.job;
    bool const run = controls.phase == "RUN", abort_it = controls.phase == "ABORT";
    if (controls.phase && !may_follow(job.phase, run ? Phase::queued : Phase::aborted))
        throw Refusal(403, "a job in phase " + std::string(phase_name(job.phase)) + " cannot be " +
                               (run ? "run" : "aborted"));
    Submission const submission = read_submission(description, controls.parameters);
    apply_controls(job, description, controls, submission);
    if (run) check_may_run(job, description);
    if (!is_ours(job)) {
        if (pass_on(entry, to_form(controls), done)) return;
        job.server = parts_.server;
    }
    keep_uploads_and_plan(job, description, submission, run);
    entry.job = std::move(job);
    set_alarm(entry.job);
    if (controls.destruction) move_destruction_of_members(entry);
    if (run && entry.run)
        let_go_on(entry, std::move(done));
    else if (run)
        keep_and_enqueue(entry, std::move(done));
    else if (abort_it)
        abort(entry, std::move(done));
    else
        changed(entry, std::move(done));
}

bool Jobs::blocks(Job const& job, WaitRequest const& request) const {
    return request.asked && request.seconds != 0 && is_active(job.phase) && !closed_ &&
           (!request.phase || *request.phase == job.phase) && table_.waiters() < parts_.policy.most_waiters;
}

std::function<void()> Jobs::wait(Entry& entry, WaitRequest const& request, std::function<void()> task) {
    auto const longest = parts_.policy.longest_wait;
    auto const asked = std::chrono::seconds(request.seconds.value_or(std::numeric_limits<int>::max()));
    return entry.waiters.add(std::min(longest, asked), std::move(task));
}

void Jobs::close() {
    closed_ = true;
    for (auto const& entry : table_.all())
        entry->waiters.wake_all();
}

}  // namespace vespa::uws
