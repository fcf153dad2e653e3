// Where several servers share a store: the jobs that others look after, and what others ask of us.
#include "http/message.hpp"
#include "http/percent.hpp"
#include "jobs/jobs.hpp"

namespace vespa::uws {
namespace {

/// Only the server that has started a run can end it; whoever is asked may do all else.
bool runs(Phase phase) {
    return phase == Phase::queued || phase == Phase::executing || phase == Phase::suspended ||
           phase == Phase::held;
}

}  // namespace

std::string to_form(Controls const& controls) {
    std::string form;
    auto const add = [&](std::string_view name, std::string const& value) {
        form.append(form.empty() ? "" : "&").append(name).append("=").append(http::encode_percent(value));
    };
    if (controls.phase) add("PHASE", *controls.phase);
    if (controls.destruction) add("DESTRUCTION", to_text(*controls.destruction));
    if (controls.execution_duration) add("EXECUTIONDURATION", std::to_string(*controls.execution_duration));
    return form;
}

/// Asks the server that looks after a running job. \return false if the job does not run: it may be taken
/// over
bool Jobs::pass_on(Entry& entry, std::string const& form, Done const& done) {
    if (!runs(entry.job.phase)) return false;
    if (form.empty()) {
        done({});
        return true;
    }
    writer_.write(Change{entry.job.id, std::nullopt, form}, done);
    return true;
}

void Jobs::take_news(News&& news, std::function<void(std::int64_t)> const& carried_out) {
    for (auto& job : news.changed)
        take_as_it_is(std::move(job));
    for (auto const& id : news.gone)
        forget(id);
    std::vector<std::shared_ptr<Entry>> adopted;
    for (auto& job : news.adopted)
        adopted.push_back(take_as_it_is(std::move(job)));
    if (!closed_ && adopted.empty())
        schedule();  // cores may be free again
    else if (!closed_)
        recover_all(adopted);
    for (auto const& wish : news.wishes)
        grant(wish, carried_out);
}

/// A job as the store has it now, whatever we thought of it. A run of ours, if there was one, is another's
/// now.
std::shared_ptr<Entry> Jobs::take_as_it_is(Job&& job) {
    auto entry = table_.find_any(job.id);
    if (!entry) {
        entry = table_.take_in(std::move(job));
        if (!entry->job.delete_requested) keys_.add(entry->job);
        join_or_gather(*entry);
    } else {
        Phase const from = entry->job.phase;
        bool const moved = from != job.phase;
        budget_.remove(job.id);
        estimates_.leaves(job.id);
        entry->watch.reset();
        entry->run.reset();
        entry->retry.reset();
        job.created = entry->job.created;  // by which the table knows it
        job.delete_requested |= entry->job.delete_requested;
        entry->job = std::move(job);
        entry->reference = make_reference(entry->job);
        if (moved) entry->waiters.wake_all();
        if (!entry->job.kin.parent.empty() && moved) member_moved(*entry, from);
        if (!entry->job.kin.parent.empty() && entry->job.delete_requested) leave_family(*entry);
    }
    if (parts_.admission != nullptr) parts_.admission->take_in(entry->job);
    // Its folder is shared: what it says of its progress is read here too.
    if (entry->job.phase == Phase::executing)
        follow_progress(entry->job.id);
    else
        running_.erase(entry->job.id);
    return entry;
}

/// Whichever comes first, sweep or member.
void Jobs::join_or_gather(Entry& entry) {
    if (!entry.job.kin.parent.empty() && !entry.job.delete_requested) join_family(entry);
    if (entry.job.kin.members == 0) return;
    for (auto const& other : table_.all())
        if (other->job.kin.parent == entry.job.id && !other->job.delete_requested) join_family(*other);
}

void Jobs::forget(std::string const& id) {
    auto const entry = table_.find_any(id);
    if (!entry || is_ours(entry->job)) return;
    entry->job.delete_requested = true;
    entry->waiters.wake_all();
    running_.erase(id);
    keys_.remove(entry->job);
    if (!entry->job.kin.parent.empty()) leave_family(*entry);
    if (parts_.admission != nullptr) parts_.admission->gone(entry->job, false);
    table_.remove(*entry);
}

void Jobs::grant(News::Wish const& wish, std::function<void(std::int64_t)> const& carried_out) {
    auto const done = [carried_out, number = wish.number](std::string const& failure) {
        if (failure.empty()) carried_out(number);
    };
    auto const entry = table_.find_any(wish.job);
    auto const* const description = entry ? description_of(entry->job) : nullptr;
    if (description == nullptr) return done({});
    try {
        Controls const controls = parse_controls(http::parse_urlencoded(wish.form), {});
        if (controls.action)
            remove(*entry, done);
        else
            change(*entry, *description, controls, done);
    } catch (http::Refusal const&) {
        done({});  // it has been overtaken by what has happened to the job
    }
}

}  // namespace vespa::uws
