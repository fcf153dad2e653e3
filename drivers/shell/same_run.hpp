#pragma once
#include <filesystem>

#include "core/record/provenance.hpp"

namespace vespa::shell {

/// That an unfinished result is what these options and inputs would make, so that --resume may go on with
/// it. \throws BadInput naming the file and what differs: program, options or input files
void check_same_run(record::Provenance const& there, record::Provenance const& here,
                    std::filesystem::path const& path);

}  // namespace vespa::shell
