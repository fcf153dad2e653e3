#pragma once
#include <string>

#include "shell/about.hpp"
#include "shell/options.hpp"

namespace vespa::shell {

/// The job description of the program, format "vespa-job-description/1" (README.md of this folder): JSON,
/// ending with a line break.
std::string describe(About const& about, Options const& options);

}  // namespace vespa::shell
