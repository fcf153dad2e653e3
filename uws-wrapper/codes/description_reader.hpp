#pragma once
#include <string>

#include "codes/description.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {

/// The document that a program's --describe writes, format "vespa-job-description/1".
Description description_of(StrictJson const& json);

/// Puts the admin's "vespa-launch/1" over it. Members, all optional but format: program, ranks_default,
/// ranks_max, mpirun_from, wall_time_s, wall_time_max_s, grace_s, stop_signal, limits {file_bytes,
/// memory_bytes, open_files}, environment {name: value}, results [as in the description], after [{argv,
/// result, wall_time_s}].
void apply_overlay(StrictJson const& json, Description& description);

/// Appends what the wrapper adds: the configuration file's parameter if it is not declared, and `ranks`.
void add_own_parameters(Description& description);

/// What is wrong with the whole; empty if it can be used.
std::string fault_of(Description const& description);

}  // namespace vespa::uws
