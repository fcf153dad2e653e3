#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "uws/instant.hpp"
#include "uws/phase.hpp"

namespace vespa::uws {

/// A parameter as the client gave it.
struct JobParameter {
    std::string name, value;  ///< of an upload, value is the name of the file in the job's in/
    bool is_file = false;
    std::string content_type;  ///< of an upload, as sent; may be empty
};

/// A result that lies in the job's working directory.
struct JobResult {
    std::string id;
    std::string file;  ///< relative to the working directory
    std::string content_type;
    std::uint64_t size = 0;  ///< bytes
    std::string sha256;      ///< 64 hex digits
    bool main = false;
};

/// Why a job failed, or that it was aborted.
struct ErrorSummary {
    std::string message;     ///< one line
    std::string detail;      ///< served by .../error; empty = the message is all there is
    bool transient = false;  ///< the same job may succeed another time
};

/// How far a running job says it is; never stored.
struct JobProgress {
    double fraction = 0;  ///< 0 to 1
    double done = 0, total = 0;
    std::string phase, message;
    Instant updated{};
};

/// What a job has to do with others, and how it came about. Kept by the store as one JSON text.
struct JobKinship {
    std::string parent;       ///< id of the sweep that this job is a member of; empty = none
    int member = 0;           ///< which of its parent's members, from 0
    int members = 0;          ///< of a sweep: how many; 0 = a job that runs a program itself
    bool complete = false;    ///< of a sweep: all members have been made
    std::string key;          ///< Idempotency-Key of the request that made it; empty = none
    std::string request;      ///< with a key: SHA-256 of what was asked
    bool provenance = false;  ///< the files of its provenance have been written
    std::string key_before;   ///< id of the job that had the key until this one; of a new job, not kept
};

/// All that is known of a job, as the standard knows it, and what the server means to do with it.
struct Job {
    std::string id, code;
    std::string owner;  ///< empty = anonymous
    std::optional<std::string> run_id;
    Phase phase = Phase::pending;
    Instant created{};
    std::optional<Instant> queued, started, ended, quote, destruction;
    int execution_duration = 0;  ///< seconds of wall time, 0 = unlimited
    std::vector<JobParameter> parameters;
    std::vector<JobResult> results;
    std::optional<ErrorSummary> error;
    int cores = 0, ranks = 0;                                ///< that it takes or took; 0 before it is queued
    bool abort_requested = false, delete_requested = false;  ///< carried out once the run has ended
    JobKinship kin;
    std::optional<JobProgress> progress;
    std::string server;         ///< that looks after it, where several servers share a store; else empty
    std::int64_t revision = 0;  ///< of the stored job that this one comes from, where servers share a store
};

}  // namespace vespa::uws
