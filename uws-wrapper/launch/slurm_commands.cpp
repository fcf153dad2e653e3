#include "launch/slurm_commands.hpp"

#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "launch/launch_error.hpp"

namespace vespa::uws {
namespace {

constexpr double margin_s = 60;  // the shim ends a job; Slurm's own limit is for a shim that cannot
constexpr std::uint64_t mebibyte = 1U << 20U;

std::uint64_t in_mebibytes(std::uint64_t bytes) {
    return (bytes + mebibyte - 1) / mebibyte;
}

/// Minutes that Slurm is asked for: all that the shim may take.
std::string minutes(Spec const& spec) {
    double seconds = spec.wall_time_s + spec.grace_s + margin_s;
    for (auto const& step : spec.after)
        seconds += step.wall_time_s;
    return std::to_string(static_cast<long>(std::ceil(seconds / 60)));
}

/// Slurm's words for a controller that cannot be reached or is busy: worth another attempt.
bool is_passing(std::string const& error) {
    for (auto const* words : {"Unable to contact", "Socket timed out", "Connection refused", "try again",
                              "temporarily", "Slurm backup controller", "Zero Bytes were transmitted",
                              "Transport endpoint", "Communication connection failure"})
        if (error.find(words) != std::string::npos) return true;
    return false;
}

}  // namespace

SlurmCommands::SlurmCommands(SlurmSettings settings) : settings_(std::move(settings)) {
    for (auto const* name : {"sbatch", "squeue", "scancel", "scontrol"})
        if (::access((settings_.commands / name).c_str(), X_OK) != 0)
            throw LaunchError((settings_.commands / name).string() +
                              ": is not there; Slurm's commands are needed");
}

CommandResult SlurmCommands::run(std::vector<std::string> argv, int held) const {
    // a clean environment: SBATCH_*, SQUEUE_* and the like would change what the commands do
    std::map<std::string, std::string> environment = {{"PATH", "/usr/bin:/bin"}, {"LANG", "C.UTF-8"}};
    if (!settings_.configuration.empty()) environment["SLURM_CONF"] = settings_.configuration.string();
    argv.front() = (settings_.commands / argv.front()).string();
    return run_command(argv, environment, settings_.patience, held);
}

std::vector<std::string> SlurmCommands::submission(std::string const& name, JobFolder const& folder,
                                                   Spec const& spec,
                                                   std::filesystem::path const& batch_script,
                                                   std::filesystem::path const& shim) const {
    auto const log = folder.cluster_log().string();
    if (log.find_first_of("%\\") != std::string::npos)
        throw LaunchError(log + ": Slurm would read the % or \\ in this path as a pattern");
    std::vector<std::string> arguments = {"sbatch",
                                          "--parsable",
                                          "--no-requeue",
                                          "--job-name=" + name,
                                          "--chdir=" + folder.root().string(),
                                          "--output=" + log,
                                          "--open-mode=append",
                                          "--ntasks=" + std::to_string(spec.cores),
                                          "--cpus-per-task=1"};
    auto const add = [&](char const* option, std::string const& value) {
        if (!value.empty()) arguments.push_back(std::string("--") + option + "=" + value);
    };
    add("nodes", settings_.nodes > 0 ? std::to_string(settings_.nodes) : "");
    add("time", spec.wall_time_s > 0 ? minutes(spec) : "");
    add("partition", settings_.partition);
    add("account", settings_.account);
    add("qos", settings_.qos);
    add("constraint", settings_.constraint);
    if (spec.memory_bytes > 0)
        add("mem", std::to_string(in_mebibytes(spec.memory_bytes)) + "M");
    else if (settings_.memory_per_core > 0)
        add("mem-per-cpu", std::to_string(in_mebibytes(settings_.memory_per_core)) + "M");
    for (auto const& last : {batch_script.string(), shim.string(), folder.root().string()})
        arguments.push_back(last);
    return arguments;
}

long SlurmCommands::submit(std::vector<std::string> const& arguments, int held) const {
    auto const answer = run(arguments, held);
    if (answer.exit_code != 0) {
        auto const message = "sbatch: " + answer.error;
        if (is_passing(answer.error)) throw PassingLaunchError(message);
        throw LaunchError(message);
    }
    long number = 0;  // "NUMBER" or "NUMBER;CLUSTER"
    auto const& text = answer.output;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc() || number < 1)
        throw LaunchError("sbatch: answered \"" + text.substr(0, 200) + "\" instead of a job's number");
    return number;
}

SlurmQueue SlurmCommands::queue() const {
    auto const answer = run({"squeue", "--noheader", "--me", "--all", "--states=all",
                             std::string("--format=") + slurm_queue_format});
    if (answer.exit_code != 0) throw PassingLaunchError("squeue: " + answer.error);
    return parse_slurm_queue(answer.output);
}

std::optional<std::string> SlurmCommands::state_in_accounting(long number) const {
    if (::access((settings_.commands / "sacct").c_str(), X_OK) != 0) return std::nullopt;
    auto const answer = run({"sacct", "--noheader", "--parsable2", "--allocations", "--format=State",
                             "--jobs=" + std::to_string(number)});
    auto const word = answer.output.substr(0, answer.output.find_first_of(" \n"));  // "CANCELLED by 1000"
    if (answer.exit_code != 0 || word.empty()) return std::nullopt;
    return word;
}

void SlurmCommands::cancel(long number) const {
    run({"scancel", "--quiet", std::to_string(number)});
}

void SlurmCommands::signal_shim(long number, char const* signal) const {
    run({"scancel", "--quiet", "--batch", std::string("--signal=") + signal, std::to_string(number)});
}

void SlurmCommands::release(long number) const {
    run({"scontrol", "release", std::to_string(number)});
}

}  // namespace vespa::uws
