#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// A shell command that makes and runs a job with these parameters; of files the name stands for one at hand.
/// Without parameters it shows those that must be given. \param list_url absolute URL of the job list
std::string curl_snippet(std::string_view list_url, Description const& code,
                         std::vector<JobParameter> const& parameters);

/// The same as a Python program that waits for the results (pyvo).
std::string pyvo_snippet(std::string_view list_url, Description const& code,
                         std::vector<JobParameter> const& parameters);

}  // namespace vespa::uws
