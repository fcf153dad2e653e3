#include "core/record/run_record.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <mpi.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "core/record/replace_file.hpp"

namespace vespa::record {
namespace {

std::string host_name() {
    std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
    int length = 0;
    MPI_Get_processor_name(name.data(), &length);
    return {name.data(), static_cast<std::size_t>(length)};
}

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
}

}  // namespace

std::string iso_8601(std::chrono::system_clock::time_point time) {
    using namespace std::chrono;
    auto const seconds_part = floor<seconds>(time);
    auto const milliseconds_part = duration_cast<milliseconds>(time - seconds_part).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(seconds_part)),
                       milliseconds_part);
}

RunRecord::RunRecord(parallel::Communicator const& communicator, std::string program, std::string version,
                     std::string revision, std::vector<std::string> command_line)
    : program_(std::move(program)),
      version_(std::move(version)),
      revision_(std::move(revision)),
      command_line_(std::move(command_line)),
      ranks_(communicator.size()),
      started_(std::chrono::system_clock::now()),
      start_(Clock::now()) {
    std::map<std::string, int> hosts;
    for (auto const& name : parallel::gather(communicator, host_name())) {
        ++hosts[name];
    }
    for (auto const& [name, ranks] : hosts) {
        hosts_.push_back({name, ranks});
    }
}

void RunRecord::begin_phase(std::string name) {
    end_phase();
    phases_.push_back({std::move(name)});
    phase_start_ = Clock::now();
    in_phase_ = true;
}

void RunRecord::end_phase() {
    if (!in_phase_) return;
    auto& phase = phases_.back();
    phase.seconds = seconds_between(phase_start_, Clock::now());
    phase.seconds_least = phase.seconds;
    in_phase_ = false;
}

void RunRecord::gather_timings(parallel::Communicator const& communicator) {
    end_phase();
    std::string names;
    for (auto const& phase : phases_) {
        names += phase.name + '\n';
    }
    auto const roots = parallel::broadcast(communicator, names);
    parallel::in_agreement(communicator, [&] {
        if (names != roots) throw std::logic_error("run record: this rank's phases are not those of rank 0");
    });
    for (auto& phase : phases_) {
        phase.seconds_least = parallel::minimum(communicator, phase.seconds_least);
        phase.seconds = parallel::maximum(communicator, phase.seconds);
    }
}

void RunRecord::note(std::string name, double value) {
    measures_.emplace_back(std::move(name), value);
}

void RunRecord::write(std::filesystem::path const& path, std::string const& state, int exit_code,
                      std::string const& message) {
    end_phase();
    nlohmann::ordered_json json;
    json["program"] = program_;
    json["version"] = version_;
    json["revision"] = revision_;
    json["command_line"] = command_line_;
    json["started"] = iso_8601(started_);
    json["ended"] = iso_8601(std::chrono::system_clock::now());
    json["seconds"] = seconds_between(start_, Clock::now());
    json["ranks"] = ranks_;
    json["hosts"] = nlohmann::ordered_json::array();
    for (auto const& host : hosts_) {
        json["hosts"].push_back({{"name", host.name}, {"ranks", host.ranks}});
    }
    json["phases"] = nlohmann::ordered_json::array();
    for (auto const& phase : phases_) {
        json["phases"].push_back(
            {{"name", phase.name}, {"seconds", phase.seconds}, {"seconds_least", phase.seconds_least}});
    }
    for (auto const& [name, value] : measures_)
        json["measures"][name] = value;
    json["state"] = state;
    json["exit_code"] = exit_code;
    json["message"] = message;
    // A command line may hold bytes that are not UTF-8: they are shown as replacement characters.
    replace_file(path, json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace vespa::record
