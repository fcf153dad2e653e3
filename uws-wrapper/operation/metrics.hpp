#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "http/server.hpp"

namespace vespa::uws {

/// Counts what the server answers, and writes it as Prometheus reads it (text format 0.0.4). Lives in the
/// loop's thread.
class Metrics {
  public:
    void count(http::Exchange const& exchange);

    /// One figure that is asked for when the metrics are read.
    struct Figure {
        std::string_view name, help;
        bool counts_up = false;  ///< a counter, else a gauge
        double value = 0;
        std::string labels = {};  ///< such as `phase="QUEUED"`
    };
    /// The counts so far and these figures. Figures of one name stand together.
    std::string text(std::vector<Figure> const& figures) const;

    /// Upper bounds of the histogram of answer times, s.
    static constexpr std::array<double, 12> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                      0.05,   0.1,   0.5,    1,     10,   60};

  private:
    struct Times {
        std::array<std::uint64_t, bounds.size() + 1> counts{};
        double sum = 0;
    };
    std::map<std::tuple<std::string_view, std::string_view, int>, std::uint64_t>
        answers_;                              ///< method, route, status
    std::map<std::string_view, Times> times_;  ///< by route
    std::uint64_t bytes_ = 0;
};

/// Resident memory of this process, bytes.
double resident_memory();

}  // namespace vespa::uws
