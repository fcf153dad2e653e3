#include "launch/slurm_queue.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace vespa::uws {
namespace {

using Kind = RunState::Kind;

struct Known {
    std::string_view state;
    Kind kind;
    std::optional<ExitReason> ended_by;
    std::string_view text;
};

// Job states of Slurm 22.05 (squeue(1), JOB STATE CODES). The end of the time is an abort in UWS.
constexpr std::array<Known, 24> states = {{
    {"PENDING", Kind::queued, {}, ""},
    {"CONFIGURING", Kind::queued, {}, ""},
    {"REQUEUED", Kind::queued, {}, ""},
    {"REQUEUE_FED", Kind::queued, {}, ""},
    {"RESV_DEL_HOLD", Kind::held, {}, "the cluster holds it: its reservation was deleted"},
    {"REQUEUE_HOLD", Kind::held, {}, "the cluster holds it after a requeue"},
    {"SPECIAL_EXIT", Kind::held, {}, "the cluster holds it after a special exit"},
    {"RUNNING", Kind::running, {}, ""},
    {"COMPLETING", Kind::running, {}, ""},
    {"SIGNALING", Kind::running, {}, ""},
    {"RESIZING", Kind::running, {}, ""},
    {"STAGE_OUT", Kind::running, {}, ""},
    {"SUSPENDED", Kind::suspended, {}, ""},
    {"STOPPED", Kind::suspended, {}, ""},
    {"COMPLETED", Kind::ended, {}, ""},
    {"FAILED", Kind::ended, {}, ""},
    {"CANCELLED", Kind::ended, ExitReason::stopped, "the job was cancelled at the cluster"},
    {"REVOKED", Kind::ended, ExitReason::stopped, "the job was revoked at the cluster"},
    {"TIMEOUT", Kind::ended, ExitReason::wall_time, "the cluster's time limit was over"},
    {"DEADLINE", Kind::ended, ExitReason::wall_time, "the cluster's deadline was over"},
    {"OUT_OF_MEMORY", Kind::ended, ExitReason::memory, "it took more memory than the cluster gave it"},
    {"NODE_FAIL", Kind::lost, {}, "a node of the cluster failed"},
    {"BOOT_FAIL", Kind::lost, {}, "a node of the cluster failed to boot"},
    {"PREEMPTED", Kind::lost, {}, "the cluster took its nodes for another job"},
}};

/// Splits the next field off; the last field is the rest.
std::string_view next(std::string_view& line) {
    auto const bar = line.find('|');
    auto const field = line.substr(0, bar);
    line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
    return field;
}

}  // namespace

SlurmQueue parse_slurm_queue(std::string_view text) {
    SlurmQueue queue;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        auto const number_text = next(line), state = next(line), name = next(line), reason = line;
        long number = 0;
        auto const [end, error] =
            std::from_chars(number_text.data(), number_text.data() + number_text.size(), number);
        if (error != std::errc() || end != number_text.data() + number_text.size() ||
            !name.starts_with("uws-"))
            continue;
        auto& job = queue[std::string(name)];
        if (job.number <= number) job = {number, std::string(state), std::string(reason)};
    }
    return queue;
}

std::optional<SlurmMeaning> meaning_of(std::string_view state, std::string_view reason) {
    auto const known =
        std::find_if(states.begin(), states.end(), [&](Known const& row) { return row.state == state; });
    if (known == states.end()) return std::nullopt;
    if (known->kind == Kind::queued && (reason.starts_with("JobHeld") || reason.starts_with("JobHold")))
        return SlurmMeaning{Kind::held, {}, "the cluster holds it: " + std::string(reason)};
    return SlurmMeaning{known->kind, known->ended_by, std::string(known->text)};
}

}  // namespace vespa::uws
