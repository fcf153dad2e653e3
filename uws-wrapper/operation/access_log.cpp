#include "operation/access_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <system_error>

#include "operation/routes.hpp"

namespace vespa::uws {
namespace {

std::string method_of(http::Exchange const& exchange) {
    using http::Method;
    switch (exchange.method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
        default:
            return "-";
    }
}

std::string present() {
    timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    std::tm parts{};
    ::gmtime_r(&time.tv_sec, &parts);
    char day[32], text[48];
    std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text, sizeof text, "%s.%03ldZ", day, time.tv_nsec / 1'000'000);
    return text;
}

}  // namespace

LogSettings read_log_settings(Settings const& settings) {
    LogSettings log;
    std::string const requests = settings.word("requests", "none", {"none", "failed", "all"});
    log.requests = requests == "all"      ? LogSettings::Requests::all
                   : requests == "failed" ? LogSettings::Requests::failed
                                          : LogSettings::Requests::none;
    if (settings.has("file")) log.file = settings.path("file", {});
    log.json = settings.word("form", "json", {"json", "plain"}) == "json";
    settings.finish();
    return log;
}

std::string log_line(http::Exchange const& exchange, bool json, std::string const& when) {
    std::string const path = exchange.target.substr(0, exchange.target.find('?'));
    auto const microseconds = std::chrono::duration_cast<std::chrono::microseconds>(exchange.took).count();
    if (json)
        return nlohmann::json{{"time", when},
                              {"request", exchange.request_id},
                              {"peer", exchange.peer},
                              {"method", method_of(exchange)},
                              {"path", path},
                              {"route", std::string(route_of(exchange.target))},
                              {"status", exchange.status},
                              {"bytes", exchange.bytes},
                              {"took_us", microseconds}}
            .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    return when + " " + exchange.request_id + " " + exchange.peer + " " + method_of(exchange) + " " +
           (path.empty() ? "-" : path) + " " + std::to_string(exchange.status) + " " +
           std::to_string(exchange.bytes) + " B " + std::to_string(microseconds) + " us";
}

AccessLog::AccessLog(LogSettings settings) : settings_(std::move(settings)) {
    reopen();
}

void AccessLog::reopen() {
    if (!settings_.file || settings_.requests == LogSettings::Requests::none) return;
    UniqueFd opened(::open(settings_.file->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
    if (!opened)
        throw std::system_error(errno, std::system_category(), "the log " + settings_.file->string());
    file_ = std::move(opened);
}

void AccessLog::write(http::Exchange const& exchange) {
    if (settings_.requests == LogSettings::Requests::none) return;
    if (settings_.requests == LogSettings::Requests::failed && exchange.status < 400) return;
    std::string const line = log_line(exchange, settings_.json, present()) + "\n";
    // A line is one write: several servers may share a file. One that cannot be written is lost, not the
    // request.
    [[maybe_unused]] auto const written =
        ::write(file_ ? file_.get() : STDERR_FILENO, line.data(), line.size());
}

}  // namespace vespa::uws
