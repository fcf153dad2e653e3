// What operators and their monitors ask for.
#include <nlohmann/json.hpp>

#include "http/percent.hpp"
#include "rest/operator.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

}  // namespace

bool is_of_this_machine(http::Request const& request) {
    for (char const* const name : {"X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded"})
        if (!request.header(name).empty()) return false;
    std::string_view const peer = request.peer;
    return peer == "unix" || peer == "::1" || peer.substr(0, 4) == "127.";
}

void serve_health(CallPtr const& call) {
    call->allow({Method::get});
    auto const* const operation = call->here.operation;
    std::string const trouble = operation != nullptr && operation->trouble ? operation->trouble() : "";
    http::Response response;
    response.status = trouble.empty() ? 200 : 503;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body =
        nlohmann::json{{"status", trouble.empty() ? "ok" : "degraded"}, {"trouble", trouble}}.dump(
            -1, ' ', true, nlohmann::json::error_handler_t::replace);
    answer(*call, std::move(response));
}

void serve_metrics(CallPtr const& call) {
    call->allow({Method::get});
    auto const* const operation = call->here.operation;
    if (operation == nullptr) throw Refusal(404, "there is nothing here");
    Jobs const& jobs = call->here.jobs;
    std::vector<Metrics::Figure> figures;
    auto const counts = jobs.table().count_by_phase();
    for (std::size_t i = 0; i < counts.size(); ++i)
        figures.push_back({"vespa_jobs", "Jobs by phase.", false, static_cast<double>(counts[i]),
                           "phase=\"" + std::string(phase_name(static_cast<Phase>(i))) + "\""});
    auto const add = [&](std::string_view name, std::string_view help, bool counts_up, double value) {
        figures.push_back({name, help, counts_up, value});
    };
    add("vespa_waiters", "Requests that block on a job.", false, static_cast<double>(jobs.table().waiters()));
    add("vespa_store_commits_total", "Commits to the store.", true,
        static_cast<double>(jobs.store_commits()));
    add("vespa_store_changes_total", "Changes of jobs that were committed.", true,
        static_cast<double>(jobs.store_changes()));
    add("vespa_store_failing", "1 while changes cannot be kept.", false,
        jobs.store_failure().empty() ? 0 : 1);
    add("vespa_connections", "Open connections.", false,
        operation->connections ? static_cast<double>(operation->connections()) : 0);
    add("vespa_resident_memory_bytes", "Resident memory of the server.", false, resident_memory());
    add("vespa_start_time_seconds", "When the server started, since 1970.", false,
        static_cast<double>(call->here.up_since.time_since_epoch().count()) * 1e-3);
    http::Response response;
    response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=UTF-8"},
                        {"Cache-Control", "no-store"}};
    response.body = operation->metrics.text(figures);
    answer(*call, std::move(response));
}

std::string accel_path(Surroundings const& here, Job const& job, std::string const& file) {
    if (here.operation == nullptr || here.operation->accel.empty()) return {};
    std::string path = here.operation->accel + "/" + job.id.substr(0, 2) + "/" + job.id + "/work";
    for (auto const& part : std::filesystem::path(file))
        path += "/" + http::encode_percent(part.string());
    return path;
}

}  // namespace vespa::uws
