#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
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

/// The declared results that exist as regular files, one a name: first those declared by file, in the
/// description's order, then those of patterns. A pattern finds files of its folder in the order of their
/// names, each named as the file is, at most 1000; files of other results and names that cannot stand in a
/// URL are passed over. Symbolic links, and files reached through one, are not results: they could lead out
/// of the job's folder.
std::vector<FoundResult> find_results(Description const& description, JobFolder const& folder);

/// Whether `text` is what `pattern` means: * any text, ? any byte, else itself.
bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace vespa::uws
