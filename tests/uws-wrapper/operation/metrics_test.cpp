#include "operation/metrics.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

http::Exchange exchange(char const* target, int status, std::chrono::nanoseconds took) {
    return {http::Method::get, target, "127.0.0.1", "id", status, 100, took};
}

TEST(Metrics, CountByRouteAndStatusAndTime) {
    Metrics metrics;
    metrics.count(exchange("/rest/a/1/phase", 200, 400us));
    metrics.count(exchange("/rest/a/2/phase", 200, 2ms));
    metrics.count(exchange("/rest/a/2/phase", 404, 100s));
    std::string const text = metrics.text({});
    auto const has = [&](std::string const& line) {
        EXPECT_NE(("\n" + text).find("\n" + line + "\n"), std::string::npos) << line << "\n" << text;
    };
    has("vespa_http_requests_total{method=\"GET\",route=\"/rest/{code}/{job}/phase\",status=\"200\"} 2");
    has("vespa_http_requests_total{method=\"GET\",route=\"/rest/{code}/{job}/phase\",status=\"404\"} 1");
    has("vespa_http_request_seconds_bucket{route=\"/rest/{code}/{job}/phase\",le=\"0.0005\"} 1");
    has("vespa_http_request_seconds_bucket{route=\"/rest/{code}/{job}/phase\",le=\"0.0025\"} 2");
    has("vespa_http_request_seconds_bucket{route=\"/rest/{code}/{job}/phase\",le=\"60\"} 2");
    has("vespa_http_request_seconds_bucket{route=\"/rest/{code}/{job}/phase\",le=\"+Inf\"} 3");
    has("vespa_http_request_seconds_count{route=\"/rest/{code}/{job}/phase\"} 3");
    has("vespa_http_sent_bytes_total 300");
}

TEST(Metrics, FiguresOfOneNameShareTheirHead) {
    std::string const text = Metrics().text({{"vespa_jobs", "Jobs.", false, 3, "phase=\"QUEUED\""},
                                             {"vespa_jobs", "Jobs.", false, 1, "phase=\"ERROR\""},
                                             {"vespa_up", "Up.", true, 1.5}});
    EXPECT_NE(
        text.find(
            "# HELP vespa_jobs Jobs.\n# TYPE vespa_jobs gauge\nvespa_jobs{phase=\"QUEUED\"} 3\n"
            "vespa_jobs{phase=\"ERROR\"} 1\n# HELP vespa_up Up.\n# TYPE vespa_up counter\nvespa_up 1.5\n"),
        std::string::npos)
        << text;
}

TEST(Metrics, KnowTheMemory) {
    EXPECT_GT(resident_memory(), 1e5);
}

}  // namespace
}  // namespace vespa::uws
