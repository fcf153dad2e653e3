#pragma once
#include "uws/job.hpp"

namespace vespa::uws {

/// A job with everything in it that a store must keep.
inline Job example_job() {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    job.code = "raytrace";
    job.owner = "ada";
    job.run_id = "r'; DROP TABLE job; --";
    job.phase = Phase::executing;
    job.created = *parse_instant("2026-05-04T09:15:02.114Z");
    job.queued = job.created + std::chrono::milliseconds(1);
    job.started = job.created + std::chrono::milliseconds(2);
    job.ended = job.created + std::chrono::milliseconds(3);
    job.quote = job.created + std::chrono::milliseconds(4);
    job.destruction = job.created + std::chrono::hours(1);
    job.execution_duration = 60;
    job.parameters = {{"a", "\x01 \"'\\\n\U0001FA90", false, ""}, {"f", "f_x", true, "text/\xFF"}};
    job.results = {{"r", "r.h5", "application/x-hdf5", 1ULL << 40U, std::string(64, 'c'), true}};
    job.error = ErrorSummary{"m", "d", true};
    job.cores = 4;
    job.ranks = 3;
    job.abort_requested = job.delete_requested = true;
    job.kin = {"0a", 3, 0, false, "k", "r", false, {}};
    return job;
}

}  // namespace vespa::uws
