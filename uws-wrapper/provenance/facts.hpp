#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codes/description.hpp"
#include "launch/job_folder.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// A file that a job was given or that was written for it.
struct InputFact {
    std::string role;          ///< the parameter, or "input" for a file written from values
    std::string file;          ///< name in the job's in/
    std::string content_type;  ///< may be empty
    std::string sha256;        ///< 64 hex digits
    std::uint64_t size = 0;    ///< bytes
};

/// All that is known of a run that is over. Two calls for one job find the same.
struct Facts {
    Job job;  ///< in its last phase
    Description description;
    std::vector<InputFact> inputs;
    std::vector<std::string> command;  ///< as it was executed; empty = not known
    std::string server_host;
    std::vector<std::string> hosts;         ///< where the program says it ran
    std::string program_version, revision;  ///< as the program says; else as its description says
    std::optional<int> exit_code;
    std::optional<double> cpu_s;  ///< of the whole process tree
};

/// Reads the job's folder: spec.json, exit.json, the inputs (hashed) and the program's own run record
/// (NAME.run.json among the results). What cannot be read is left out.
Facts gather_facts(Job job, Description description, JobFolder const& folder);

}  // namespace vespa::uws
