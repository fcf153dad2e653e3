// Sweeps: one job whose members are jobs.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "access/job_id.hpp"
#include "access/safe_file.hpp"
#include "http/message.hpp"
#include "jobs/jobs.hpp"
#include "jobs/sha256.hpp"
#include "jobs/sweep.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t made_per_turn = 100;  // of the loop; then requests have theirs
constexpr char const* table_file = "members.vot";

void cell(std::string& text, std::string_view value) {
    text += "<TD>";
    append_xml(text, to_xml_text(value), XmlPlace::content);
    text += "</TD>";
}

void field(std::string& text, std::string_view name) {
    text += "   <FIELD datatype=\"char\" arraysize=\"*\" name=\"";
    append_xml(text, name, XmlPlace::attribute);
    text += "\"/>\n";
}

std::string text_of(std::optional<Instant> const& instant) {
    return instant ? to_text(*instant) : std::string();
}

/// The members' files are the parent's: one more name each.
void share_uploads(JobFolder const& from, JobFolder const& to, Job const& job) {
    bool made = false;
    for (auto const& parameter : job.parameters) {
        if (!parameter.is_file) continue;
        if (!std::exchange(made, true)) to.create();
        std::filesystem::create_hard_link(from.in() / parameter.value, to.in() / parameter.value);
    }
}

}  // namespace

/// Makes the members that are missing, some at a time: a row says which one it is, so that after a crash none
/// is made twice.
void Jobs::expand(Entry& parent) {
    auto const* const description = description_of(parent.job);
    if (description == nullptr || parent.job.kin.complete || closed_) return;
    std::optional<Sweep> sweep;
    try {
        sweep.emplace(parent.job, *description, static_cast<std::size_t>(parent.job.kin.members));
    } catch (http::Refusal const& refusal) {  // the code has been described anew since
        parent.job.error = ErrorSummary{refusal.what(), "", false};
        move(parent, Phase::error);
        return changed(parent);
    }
    std::size_t made = 0;
    while (parent.family.next < sweep->members() && made < made_per_turn) {
        std::size_t const member = parent.family.next++;
        if (parent.family.known.count(static_cast<int>(member)) > 0) continue;
        make_member(parent, *description, *sweep, static_cast<int>(member));
        ++made;
    }
    if (parent.family.next < sweep->members()) {
        parts_.loop.post([this, id = parent.job.id] {
            auto const still = table_.find_any(id);
            if (still && is_ours(still->job) && !still->job.delete_requested) expand(*still);
        });
        return;
    }
    parent.job.kin.complete = true;
    changed(parent);
    look_at_family(parent);
}

void Jobs::make_member(Entry& parent, Description const& description, Sweep const& sweep, int member) {
    Job job;
    job.id = make_job_id();
    job.code = parent.job.code;
    job.owner = parent.job.owner;
    job.server = parent.job.server;
    job.run_id = parent.job.run_id;
    job.created = now();
    job.execution_duration = parent.job.execution_duration;
    job.destruction = parent.job.destruction;
    job.parameters = sweep.parameters(parent.job, static_cast<std::size_t>(member));
    job.kin.parent = parent.job.id;
    job.kin.member = member;
    std::string failure;
    try {
        share_uploads(folder_of(parent.job), folder_of(job), job);
        plan(job, description);
    } catch (std::exception const& error) {
        failure = error.what();
    }
    auto const entry = table_.add(std::move(job));
    set_alarm(entry->job);
    join_family(*entry);
    if (failure.empty()) return keep_and_enqueue(*entry, {});
    entry->job.error = ErrorSummary{to_xml_text(failure), "", false};
    move(*entry, Phase::error);
    changed(*entry);
}

void Jobs::join_family(Entry const& member) {
    auto const parent = table_.find_any(member.job.kin.parent);
    if (!parent) return;
    if (!parent->family.members.insert(member.job.id).second) return;
    parent->family.known.insert(member.job.kin.member);
    ++parent->family.in_phase[static_cast<std::size_t>(member.job.phase)];
}

void Jobs::leave_family(Entry const& member) {
    auto const parent = table_.find_any(member.job.kin.parent);
    if (!parent || parent->family.members.erase(member.job.id) == 0) return;
    --parent->family.in_phase[static_cast<std::size_t>(member.job.phase)];
    look_at_family(*parent);
}

/// A member has gone from one phase to another.
void Jobs::member_moved(Entry const& member, Phase from) {
    auto const parent = table_.find_any(member.job.kin.parent);
    if (!parent || parent->family.members.count(member.job.id) == 0) return;
    --parent->family.in_phase[static_cast<std::size_t>(from)];
    ++parent->family.in_phase[static_cast<std::size_t>(member.job.phase)];
    look_at_family(*parent);
}

/// The parent executes from the first start of a member to the last end.
void Jobs::look_at_family(Entry& parent) {
    Job& job = parent.job;
    if (!is_ours(job) || (job.phase != Phase::queued && job.phase != Phase::executing)) return;
    auto const in = [&](Phase phase) { return parent.family.in_phase[static_cast<std::size_t>(phase)]; };
    int const final = in(Phase::completed) + in(Phase::error) + in(Phase::aborted) + in(Phase::archived);
    bool const begun = in(Phase::executing) + in(Phase::suspended) + in(Phase::completed) > 0;
    if (begun && job.phase == Phase::queued) {
        move(parent, Phase::executing);
        changed(parent);
    }
    job.progress = JobProgress{job.kin.members > 0 ? double(final) / job.kin.members : 0,
                               double(final),
                               double(job.kin.members),
                               "members",
                               std::to_string(in(Phase::executing)) + " executing, " +
                                   std::to_string(in(Phase::completed)) + " completed, " +
                                   std::to_string(in(Phase::error)) + " failed",
                               now()};
    if (job.kin.complete && final == static_cast<int>(parent.family.members.size()) && !parent.family.ending)
        end_family(parent);
}

/// All members have ended: their table is the parent's result.
void Jobs::end_family(Entry& parent) {
    parent.family.ending = true;
    Job const& job = parent.job;
    auto const in = [&](Phase phase) { return parent.family.in_phase[static_cast<std::size_t>(phase)]; };
    auto outcome = std::make_shared<Outcome>();
    int const failed = in(Phase::error), aborted = in(Phase::aborted);
    outcome->phase = failed > 0 ? Phase::error
                     : aborted > 0 || parent.family.members.empty() || job.phase != Phase::executing
                         ? Phase::aborted
                         : Phase::completed;
    if (outcome->phase == Phase::error)
        outcome->error = ErrorSummary{std::to_string(failed) + " of " + std::to_string(job.kin.members) +
                                          " members failed; the table of members tells which",
                                      "", false};
    if (outcome->phase == Phase::aborted)
        outcome->error =
            ErrorSummary{job.abort_requested ? "aborted on request" : "members were aborted", "", false};
    parent.busy = true;
    worker_.run([this, outcome, table = table_of_members(parent), folder = folder_of(job), id = job.id] {
        try {
            folder.create();
            std::ofstream(folder.work() / table_file, std::ios::binary) << table;
            auto const file = open_below(folder.work(), table_file);
            if (!file) throw std::runtime_error("the table of members could not be written");
            outcome->results.push_back({"result", table_file, "application/x-votable+xml",
                                        static_cast<std::uint64_t>(file->status.st_size),
                                        sha256_of_file(file->file.get()), true});
        } catch (std::exception const& error) {
            outcome->phase = Phase::error;
            outcome->error = ErrorSummary{error.what(), "", true};
        }
        parts_.loop.post([this, id, outcome] {
            auto const ended = table_.find_any(id);
            if (!ended) return;
            ended->busy = false;
            if (!is_ours(ended->job)) return;
            if (ended->job.delete_requested) return erase(*ended);
            finished(*ended, std::move(*outcome));
        });
    });
}

std::string Jobs::table_of_members(Entry const& parent) const {
    auto const* const description = description_of(parent.job);
    std::vector<std::shared_ptr<Entry>> members;
    for (auto const& id : parent.family.members)
        if (auto member = table_.find_any(id)) members.push_back(std::move(member));
    std::sort(members.begin(), members.end(),
              [](auto const& a, auto const& b) { return a->job.kin.member < b->job.kin.member; });
    std::vector<SweepAxis> axes;
    try {
        if (description != nullptr)
            axes = Sweep(parent.job, *description, static_cast<std::size_t>(parent.job.kin.members)).axes();
    } catch (http::Refusal const&) {
        // The code has been described anew since: the table goes without the values.
    }
    std::string text =
        "<?xml version=\"1.0\"?>\n<VOTABLE version=\"1.3\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
        " <RESOURCE type=\"results\">\n  <INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n  <TABLE "
        "name=\"members\">\n"
        "   <FIELD datatype=\"int\" name=\"member\"/>\n";
    for (std::string_view const name : {"job", "phase", "startTime", "endTime"})
        field(text, name);
    for (auto const& axis : axes)
        field(text, axis.name);
    text += "   <DATA><TABLEDATA>\n";
    for (auto const& member : members) {
        Job const& job = member->job;
        text += "    <TR>";
        cell(text, std::to_string(job.kin.member));
        cell(text, job.id);
        cell(text, phase_name(job.phase));
        cell(text, text_of(job.started));
        cell(text, text_of(job.ended));
        for (auto const& axis : axes)
            for (auto const& parameter : job.parameters)
                if (parameter.name == axis.name) cell(text, parameter.value);
        text += "</TR>\n";
    }
    return text + "   </TABLEDATA></DATA>\n  </TABLE>\n </RESOURCE>\n</VOTABLE>\n";
}

/// What becomes of a sweep becomes of its members.
void Jobs::abort_family(Entry& parent) {
    parent.job.kin.complete = true;  // no more are made
    std::set<std::string> const members = parent.family.members;
    for (auto const& id : members) {
        auto const member = table_.find_any(id);
        if (!member || !may_follow(member->job.phase, Phase::aborted) || member->job.abort_requested)
            continue;
        if (is_ours(member->job))
            abort(*member, {});
        else
            pass_on(*member, "PHASE=ABORT", {});
    }
    look_at_family(parent);
}

void Jobs::remove_family(Entry& parent) {
    std::set<std::string> const members = std::exchange(parent.family.members, {});
    for (auto const& id : members)
        if (auto const member = table_.find_any(id); member && !member->job.delete_requested)
            remove(*member, {});
}

void Jobs::move_destruction_of_members(Entry& parent) {
    for (auto const& id : parent.family.members)
        if (auto const member = table_.find_any(id)) {
            if (!is_ours(member->job)) {
                Controls asked;
                asked.destruction = parent.job.destruction;
                if (pass_on(*member, to_form(asked), {})) continue;
                member->job.server = parts_.server;  // it does not run: whoever is asked may change it
            }
            member->job.destruction = parent.job.destruction;
            set_alarm(member->job);
            changed(*member);
        }
}

/// After a restart: who belongs to whom, which members are still to be made, what has ended meanwhile.
void Jobs::recover_families(std::vector<std::shared_ptr<Entry>> const& parents) {
    for (auto const& parent : parents) {
        if (parent->job.delete_requested) {
            remove_family(*parent);
            erase(*parent);
            continue;
        }
        if (parent->job.phase != Phase::queued && parent->job.phase != Phase::executing) continue;
        if (parent->job.abort_requested) abort_family(*parent);
        expand(*parent);
        look_at_family(*parent);
    }
}

}  // namespace vespa::uws
