#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "http/form.hpp"

namespace vespa::uws::http {

/// A request target taken apart: "/rest/raytrace/?PHASE=RUN" = {rest, raytrace} and {PHASE=RUN}.
struct Target {
    std::vector<std::string> path;  ///< decoded segments; a trailing slash makes no segment
    Form query;
};

/// Throws Refusal 400 if the target does not begin with a slash, if a segment is empty, "." or "..", holds an
/// encoded slash or a control character, or if the query is malformed.
Target parse_target(std::string_view target);

}  // namespace vespa::uws::http
