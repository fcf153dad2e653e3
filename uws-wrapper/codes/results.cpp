#include "codes/results.hpp"

#include <algorithm>

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

/// Whether the file and every folder between it and `base` are what they are called, no symbolic link among
/// them.
bool is_real_file(fs::path const& base, fs::path const& file) {
    std::error_code error;
    auto path = base;
    for (auto const& part : file) {
        path /= part;
        if (fs::is_symlink(fs::symlink_status(path, error))) return false;
    }
    return fs::is_regular_file(fs::symlink_status(path, error));
}

}  // namespace

std::vector<FoundResult> find_results(Description const& description, JobFolder const& folder) {
    std::vector<FoundResult> found;
    for (auto const& result : description.results) {
        auto const same = [&](FoundResult const& other) { return other.declared.name == result.name; };
        if (std::any_of(found.begin(), found.end(), same) || !is_real_file(folder.work(), result.file))
            continue;
        auto const path = folder.work() / result.file;
        std::error_code error;
        auto const bytes = fs::file_size(path, error);
        if (!error) found.push_back({result, path, bytes});
    }
    return found;
}

}  // namespace vespa::uws
