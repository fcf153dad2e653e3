#pragma once
#include <functional>
#include <string>

#include "operation/metrics.hpp"

namespace vespa::uws {

/// What the resources for operators (/health, /metrics) are served from.
struct Operation {
    Metrics& metrics;
    std::function<std::size_t()> connections;  ///< open now
    std::function<std::string()> trouble;  ///< why the server cannot do all that it should; empty if it can
    /// Where a proxy serves the folder of jobs from, to be named in X-Accel-Redirect ("/protected"); empty:
    /// results are sent from here.
    std::string accel;
};

}  // namespace vespa::uws
