#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "jobs/job_table.hpp"

namespace vespa::uws {

/// What every page needs.
struct Site {
    std::string base;  ///< absolute URL of the server, without a slash at its end
};

struct CodeSummary {
    Description const* code = nullptr;
    std::size_t jobs = 0, executing = 0, queued = 0;
};

/// The codes that are offered here.
std::string index_page(Site const& site, std::vector<CodeSummary> const& codes);

/// A code: the form that runs it, made from its description, and its jobs.
std::string code_page(Site const& site, Description const& code, std::vector<Entry const*> const& jobs);

/// The last lines of a job's logs, as printed.
struct LogTails {
    std::string standard_output, standard_error;
};

/// A job: phase and progress, picture, results, parameters, logs, and what can be done with it.
std::string job_page(Site const& site, Description const& code, Job const& job, LogTails const& logs);

/// Why a request was refused.
std::string refusal_page(Site const& site, int status, std::string_view why);

}  // namespace vespa::uws
