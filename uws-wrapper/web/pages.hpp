#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "codes/description.hpp"
#include "jobs/job_table.hpp"
#include "uws/requests.hpp"
#include "web/draft.hpp"

namespace vespa::uws {

/// What every page needs.
struct Site {
    std::string base;  ///< absolute URL of the server, without a slash at its end
    std::string user;  ///< who is signed in; empty = a guest
};

struct CodeSummary {
    Description const* code = nullptr;
    std::size_t jobs = 0, executing = 0, queued = 0;
};

/// The codes that are offered here, and the reader's latest jobs of any code.
std::string index_page(Site const& site, std::vector<CodeSummary> const& codes,
                       std::vector<Job const*> const& latest);

/// A part of a code's job list.
struct JobListing {
    ListFilter filter;               ///< that was asked for, its `last` left out
    std::vector<Entry const*> jobs;  ///< newest first
    bool more = false;               ///< older ones follow
};

/// A code: what it does, what it gives, how programs use it, and its jobs.
std::string code_page(Site const& site, Description const& code, JobListing const& listing);

/// The form that runs a code, made from its description.
std::string form_page(Site const& site, Description const& code, Draft const& draft);

/// The last lines of a job's logs, as printed.
struct LogTails {
    std::string standard_output, standard_error;
};

/// A job: phase and progress, pictures, results, parameters, logs, and what can be done with it.
std::string job_page(Site const& site, Description const& code, Job const& job, LogTails const& logs);

/// Curves and maps of an HDF5 result, drawn by the browser.
std::string viewer_page(Site const& site, Description const& code, Job const& job, JobResult const& result);
/// Whether viewer_page() can show a result of this type.
bool is_plottable(std::string_view content_type);

/// Why a request was refused.
std::string refusal_page(Site const& site, int status, std::string_view why);

}  // namespace vespa::uws
