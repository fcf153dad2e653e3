#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "codes/description.hpp"
#include "launch/job_folder.hpp"

namespace vespa::uws {

/// A result that a run left.
struct FoundResult {
    ResultFile declared;
    std::filesystem::path path;  ///< absolute
    std::uint64_t bytes = 0;
};

/// The declared results that exist as regular files, in the description's order, one a name. Symbolic links,
/// and files reached through one, are not results: they could lead out of the job's folder.
std::vector<FoundResult> find_results(Description const& description, JobFolder const& folder);

}  // namespace vespa::uws
