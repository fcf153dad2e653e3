#pragma once
#include <string>

#include "uws/job.hpp"

namespace vespa::uws {

/// The lists of a job as the store keeps them: JSON text. The readers throw StoreError on text that the
/// writers did not make.
std::string parameters_to_json(Job const& job);
std::string results_to_json(Job const& job);
/// Empty text if there is no error.
std::string error_to_json(Job const& job);
/// Empty text if the job has nothing to do with others.
std::string kinship_to_json(Job const& job);
void read_parameters(Job& job, std::string const& json);
void read_results(Job& job, std::string const& json);
void read_error(Job& job, std::string const& json);
void read_kinship(Job& job, std::string const& json);

}  // namespace vespa::uws
