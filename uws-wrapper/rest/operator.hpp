#pragma once
#include <string>

#include "rest/call.hpp"

namespace vespa::uws {

/// Whether the server can do all that it should: 200 or 503, and a line of JSON. For everybody.
void serve_health(CallPtr const& call);
/// Figures for Prometheus.
void serve_metrics(CallPtr const& call);

/// Whether the request comes from this machine itself, not through a proxy on it.
bool is_of_this_machine(http::Request const& request);

/// Where a proxy finds a result, for X-Accel-Redirect; empty if results are sent from here. The caller has
/// opened the file safely before.
std::string accel_path(Surroundings const& here, Job const& job, std::string const& file);

}  // namespace vespa::uws
