#include "operation/metrics.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "operation/routes.hpp"

namespace vespa::uws {
namespace {

std::string_view name_of(http::Method method) {
    using http::Method;
    switch (method) {
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
            return "other";
    }
}

std::string number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

void head(std::string& text, std::string_view name, std::string_view help, std::string_view type) {
    text.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    text.append(name).append(" ").append(type).append("\n");
}

}  // namespace

void Metrics::count(http::Exchange const& exchange) {
    std::string_view const route = route_of(exchange.target);
    ++answers_[{name_of(exchange.method), route, exchange.status}];
    bytes_ += exchange.bytes;
    double const seconds = std::chrono::duration<double>(exchange.took).count();
    Times& times = times_[route];
    ++times.counts[static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) -
                                            bounds.begin())];
    times.sum += seconds;
}

std::string Metrics::text(std::vector<Figure> const& figures) const {
    std::string text;
    head(text, "vespa_http_requests_total", "Requests answered.", "counter");
    for (auto const& [key, count] : answers_) {
        auto const& [method, route, status] = key;
        text.append("vespa_http_requests_total{method=\"").append(method).append("\",route=\"").append(route);
        text.append("\",status=\"")
            .append(std::to_string(status))
            .append("\"} ")
            .append(std::to_string(count)) += '\n';
    }
    head(text, "vespa_http_request_seconds", "Time from request to the end of its answer.", "histogram");
    for (auto const& [route, times] : times_) {
        std::string const labels = "{route=\"" + std::string(route) + "\"";
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < times.counts.size(); ++i) {
            below += times.counts[i];
            std::string const bound = i < bounds.size() ? number(bounds[i]) : "+Inf";
            text.append("vespa_http_request_seconds_bucket").append(labels).append(",le=\"").append(bound);
            text.append("\"} ").append(std::to_string(below)) += '\n';
        }
        text.append("vespa_http_request_seconds_sum").append(labels).append("} ").append(number(times.sum)) +=
            '\n';
        text.append("vespa_http_request_seconds_count")
            .append(labels)
            .append("} ")
            .append(std::to_string(below)) += '\n';
    }
    head(text, "vespa_http_sent_bytes_total", "Bytes of answers.", "counter");
    text.append("vespa_http_sent_bytes_total ").append(std::to_string(bytes_)) += '\n';
    std::string_view last;
    for (auto const& figure : figures) {
        if (figure.name != last)
            head(text, last = figure.name, figure.help, figure.counts_up ? "counter" : "gauge");
        text.append(figure.name);
        if (!figure.labels.empty()) text.append("{").append(figure.labels).append("}");
        text.append(" ").append(number(figure.value)) += '\n';
    }
    return text;
}

double resident_memory() {
    std::ifstream file("/proc/self/statm");
    double size = 0, resident = 0;
    file >> size >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace vespa::uws
