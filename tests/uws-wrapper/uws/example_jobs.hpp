#pragma once
#include "uws/job.hpp"

namespace vespa::uws {

/// A job with everything that a document can hold, some of it hostile.
inline Job full_job() {
    Job job;
    job.id = "3f9a51c07be84d2fa6650c9b1e8d7742";
    job.code = "raytrace";
    job.owner = "ada@example.org";
    job.run_id = "titan limb <A&B> \"q\"\r\n\té";
    job.phase = Phase::error;
    job.created = *parse_instant("2026-05-04T09:15:02.114Z");
    job.started = job.created + std::chrono::milliseconds(500);
    job.ended = job.created + std::chrono::seconds(70);
    job.quote = job.created + std::chrono::seconds(60);
    job.destruction = job.created + std::chrono::hours(24);
    job.execution_duration = 2147483647;
    job.parameters = {{"wn_min", "600", false, ""},
                      {"text", "`rm -rf /` ]]> <&>\"'\r\n\t%41+ 🪐", false, ""},
                      {"control", "a\x01z", false, ""},
                      {"table", "table_x.csv", true, "text/csv"}};
    job.results = {
        {"spectrum", "out/spectrum.h5", "application/x-hdf5", 1234567890123, std::string(64, 'a'), true},
        {"a&b", "plot \"1\".png", "image/png", 0, std::string(64, 'b'), false}};
    job.error = ErrorSummary{"line 1 <bad>\nline 2", "much more", true};
    job.cores = job.ranks = 8;
    job.progress = JobProgress{0.42, 21, 50, "bands", "band 21 of <50>", job.created};
    return job;
}

/// A job as it is created: nothing but what must be there.
inline Job bare_job() {
    Job job;
    job.id = "b1d0c7aa52e14a0d8a2d8f3344c0e915";
    job.code = "raytrace";
    job.created = *parse_instant("2026-05-03T22:41:17.003Z");
    return job;
}

}  // namespace vespa::uws
