#pragma once
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/record/provenance.hpp"
#include "shell/command_line.hpp"
#include "shell/common_options.hpp"
#include "shell/options.hpp"

namespace vespa::shell {

/// Gives the options their values on all ranks alike: the first rank alone reads the configuration file,
/// looks at the input and output files and computes the inputs' checksums. \collective \return the input
/// files that options name, without their folders \throws parallel::AgreedError, a bad input, with the text
/// of the first rank's UsageError
std::vector<record::InputFile> set_up(parallel::Communicator const& ranks, Options& options,
                                      CommonOptions& common, Given const& given);

}  // namespace vespa::shell
