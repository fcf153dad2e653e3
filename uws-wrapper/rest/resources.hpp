#pragma once
// The resources of a job list and of a job (UWS 1.1, 2.2), each answering one call. The caller has found the
// job and checked that the sender may use it.
#include <memory>
#include <string>

#include "rest/call.hpp"

namespace vespa::uws {

/// Where a call has led: a code, one of its two job lists, perhaps a job.
struct Place {
    Description const& code;
    std::string list_url;  ///< absolute, without a slash at its end
    bool strict = false;   ///< DALI: no job parameters at the job's own URL
    std::shared_ptr<Entry> entry;

    std::string job_url() const { return list_url + "/" + entry->job.id; }
};

void serve_job_list(CallPtr const& call, Place const& place);
/// Makes a job and answers with a redirect to it below place.list_url.
void create_job(CallPtr const& call, Place const& place, Controls const& controls);
/// .../sync: makes a job and runs it.
void serve_sync(CallPtr const& call, Place const& place);
/// .../sync/ID: waits for the job and leads to its main result. \param job_url where the job itself is
void serve_sync_job(CallPtr const& call, Place const& place, std::string const& job_url);
void serve_job(CallPtr const& call, Place const& place);
/// phase, executionduration, destruction, quote, owner
void serve_control(CallPtr const& call, Place const& place, std::string const& name);
void serve_error(CallPtr const& call, Place const& place);
void serve_parameters(CallPtr const& call, Place const& place);
void serve_parameter(CallPtr const& call, Place const& place, std::string const& name);
void serve_results(CallPtr const& call, Place const& place);
void serve_result(CallPtr const& call, Place const& place, std::string const& name);
/// stdout, stderr
void serve_log(CallPtr const& call, Place const& place, std::string const& stream);

/// VOSI and DALI: what the server and a code offer.
void serve_availability(CallPtr const& call);
void serve_capabilities(CallPtr const& call);
void serve_capabilities(CallPtr const& call, Description const& code);
void serve_tables(CallPtr const& call, Description const& code);
void serve_examples(CallPtr const& call, Description const& code);

/// The last lines of a job's log, empty if there is none yet.
std::string log_tail(Jobs const& jobs, Job const& job, std::string const& stream, std::size_t lines);

}  // namespace vespa::uws
