#pragma once
#include <memory>
#include <string>
#include <vector>

#include "codes/description.hpp"
#include "codes/values.hpp"
#include "http/form.hpp"
#include "http/spooled_file.hpp"
#include "launch/job_folder.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// The parameters that one request gives to a job, ready to be taken over.
struct Submission {
    struct Upload {
        std::string file;  ///< name in the job's in/
        std::shared_ptr<http::SpooledFile> bytes;
    };
    std::vector<JobParameter> parameters;
    std::vector<std::string> cleared;  ///< given with an empty value: back to the default
    std::vector<Upload> uploads;
};

/// Reads the fields of a form by the description: names in any case, an empty value means "not given", a file
/// parameter takes a multipart file or `param:NAME` of another part, also by DALI's UPLOAD=NAME,param:PART
/// unless the code has an UPLOAD of its own. DALI's names that every service must accept (REQUEST, LANG,
/// MAXREC, RESPONSEFORMAT, VERSION) are kept with the job, but mean nothing unless the code has them;
/// PRESET=NAME gives the values of a preset to what is not given. Throws Refusal 400 for unknown names,
/// values out of type or range, and files where none belong, 413 and 415 for files that their parameter does
/// not take.
Submission read_submission(Description const& description, http::Form const& given);

/// Takes a submission over into a job: a name's earlier values go. Throws Refusal 400 if the values together
/// are not allowed.
void take_over(Description const& description, Submission const& submission, Job& job);

/// Sets what the job sweeps over: each text an axis (parse_sweep). One empty text takes away what was set.
void set_sweep(Job& job, std::vector<std::string> const& axes);

/// Puts the uploads into in/, making the folder. Throws std::system_error.
void keep_uploads(Submission const& submission, JobFolder const& folder);

/// A job's parameters as its code takes them: without SWEEP and without DALI's names that the code has not.
Values values_of(Description const& description, Job const& job);

}  // namespace vespa::uws
