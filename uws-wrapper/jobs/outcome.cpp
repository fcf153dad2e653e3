#include "jobs/outcome.hpp"

#include <algorithm>
#include <stdexcept>

#include "access/safe_file.hpp"
#include "codes/results.hpp"
#include "jobs/sha256.hpp"
#include "launch/signals.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

constexpr int exit_code_stopped = 3;  // of every driver: stopped on request, partial result kept

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

bool is_ruler(std::string const& line) {
    return line.size() >= 20 && line.find_first_not_of('-') == std::string::npos;
}

bool is_blank(std::string const& line) {
    return line.find_first_not_of(" \t\r") == std::string::npos;
}

/// "[host:123] ..." and "...[0x7fb9c024524a]": what Open MPI prints of a program that crashed.
bool is_of_backtrace(std::string const& line) {
    std::size_t const colon = line.find(':'), close = line.find(']');
    bool const process = line.front() == '[' && close != std::string::npos && colon < close &&
                         line.find_first_not_of("0123456789", colon + 1) == close;
    return process || (line.back() == ']' && line.find("[0x") != std::string::npos);
}

/// What is left of the lines without those between rulers, backtraces, blanks and repetitions.
std::vector<std::string> without_frames(std::vector<std::string> const& lines) {
    std::vector<std::string> kept;
    bool framed = false;
    for (auto const& line : lines) {
        if (is_ruler(line)) {
            framed = !framed;
            continue;
        }
        bool const repeated = !kept.empty() && kept.back() == line;
        if (!framed && !is_blank(line) && !is_of_backtrace(line) && !repeated) kept.push_back(line);
    }
    return kept;
}

std::string stderr_tail(JobFolder const& folder) {
    auto const file = open_below(folder.root(), "stderr.log");
    return file ? tail_of(*file, 60, 16 * 1024) : std::string();
}

std::string sentence_of(std::string const& name, ExitRecord const& exit) {
    if (exit.reason == ExitReason::exited && exit.exit_code)
        return name + " ended with exit code " + std::to_string(*exit.exit_code);
    if (exit.reason == ExitReason::signalled && exit.signal)
        return name + " was ended by signal " + signal_name(*exit.signal);
    return exit.text.empty() ? name + " ended with " + reason_name(exit.reason) : exit.text;
}

void judge(Outcome& outcome, std::string const& name, JobFolder const& folder, ExitRecord const& exit,
           bool abort_requested, int execution_duration_s) {
    bool const stopped_itself = exit.reason == ExitReason::exited && exit.exit_code == exit_code_stopped;
    if (exit.reason == ExitReason::exited && exit.exit_code == 0) {
        outcome.phase = Phase::completed;
    } else if (exit.reason == ExitReason::wall_time) {
        outcome.phase = Phase::aborted;
        outcome.error = ErrorSummary{
            "the execution duration of " + std::to_string(execution_duration_s) + " s was exceeded", "",
            false};
    } else if (exit.reason == ExitReason::memory) {
        outcome.error = ErrorSummary{name + " was ended: " + exit.text, "", false};
    } else if (exit.reason == ExitReason::stopped || stopped_itself || abort_requested) {
        outcome.phase = Phase::aborted;
        std::string message = abort_requested ? "aborted on request" : "stopped from outside";
        if (stopped_itself || exit.exit_code == exit_code_stopped) message += "; partial results are kept";
        outcome.error = ErrorSummary{message, "", false};
    } else {
        outcome.phase = Phase::error;
        std::string const sentence = sentence_of(name, exit), tail = stderr_tail(folder);
        std::string const telling = telling_lines(tail);
        outcome.error =
            ErrorSummary{telling.empty() ? sentence : sentence + ": " + telling,
                         sentence + "\n" + to_xml_text(tail), exit.reason == ExitReason::launch_failed};
    }
}

}  // namespace

std::string telling_lines(std::string const& stderr_tail) {
    constexpr std::size_t most_lines = 4;
    auto lines = without_frames(lines_of(stderr_tail));
    if (lines.size() > most_lines) lines.erase(lines.begin(), lines.end() - most_lines);
    std::string text;
    for (auto const& line : lines)
        text += (text.empty() ? "" : "\n") + line.substr(0, 500);
    return to_xml_text(text);
}

std::vector<JobResult> collect_results(Description const& description, JobFolder const& folder) {
    std::vector<JobResult> results;
    auto const* const main = description.main_result();
    for (auto const& found : find_results(description, folder)) {
        auto const file = open_below(folder.work(), found.declared.file);
        if (!file) continue;
        results.push_back({found.declared.name, found.declared.file, found.declared.content_type,
                           static_cast<std::uint64_t>(file->status.st_size), sha256_of_file(file->file.get()),
                           main != nullptr && main->name == found.declared.name});
    }
    // Of a pattern the first file stands for all.
    if (main != nullptr && main->is_pattern())
        for (auto& result : results)
            if (matches_pattern(result.file, main->file)) {
                result.main = true;
                break;
            }
    return results;
}

void take_over(Outcome const& outcome, Job& job) {
    job.results = outcome.results;
    job.error = outcome.error;
    job.kin.provenance = outcome.provenance;
    if (outcome.started && (!job.started || *outcome.started < *job.started)) job.started = outcome.started;
    job.ended = outcome.ended ? outcome.ended : now();
}

Outcome outcome_of(Description const& description, JobFolder const& folder, RunState const& state,
                   bool abort_requested, int execution_duration_s) {
    Outcome outcome;
    try {
        if (state.kind == RunState::Kind::ended && state.exit) {
            judge(outcome, description.name, folder, *state.exit, abort_requested, execution_duration_s);
            outcome.started = parse_instant(state.exit->start);
            outcome.ended = parse_instant(state.exit->end);
        } else {
            outcome.phase = abort_requested ? Phase::aborted : Phase::error;
            outcome.error = ErrorSummary{"the run was lost: " + state.why, "", true};
        }
        outcome.results = collect_results(description, folder);
    } catch (std::exception const& error) {
        outcome.phase = Phase::error;
        outcome.error = ErrorSummary{error.what(), "", true};
    }
    return outcome;
}

}  // namespace vespa::uws
