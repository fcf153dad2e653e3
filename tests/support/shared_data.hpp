#pragma once
#include <cstdlib>
#include <filesystem>

namespace vespa::testing {

/// What the data outside this repository hold of a topic: in the folder named by VESPA_SHARED_DATA, else in
/// shared/data beside the repository. It may not be there.
inline std::filesystem::path shared_data(std::filesystem::path const& topic) {
    char const* const named = std::getenv("VESPA_SHARED_DATA");
    return std::filesystem::path(named ? named : VESPA_SOURCE_DIR "/../shared/data") / topic;
}

}  // namespace vespa::testing
