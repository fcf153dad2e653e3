#pragma once
#include <string>

namespace vespa::uws {

/// 128 random bits from the kernel as 32 hex digits: whoever does not know a job's id cannot guess it.
std::string make_job_id();

}  // namespace vespa::uws
