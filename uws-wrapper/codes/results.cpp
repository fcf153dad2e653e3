#include "codes/results.hpp"

#include <algorithm>

#include "codes/description_reader.hpp"

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

/// The files that a pattern finds, relative to `base`, by name.
std::vector<std::string> files_of_pattern(fs::path const& base, std::string const& pattern) {
    fs::path const folder = fs::path(pattern).parent_path();
    std::string const name = fs::path(pattern).filename();
    std::vector<std::string> files;
    std::error_code error;
    for (fs::directory_iterator entry(base / folder, error), end; !error && entry != end;
         entry.increment(error))
        if (auto const found = entry->path().filename().string();
            is_name(found) && matches_pattern(found, name))
            files.push_back((folder / found).string());
    std::sort(files.begin(), files.end());
    return files;
}

/// Adds a result if its file is there and no other has its name or file.
void add(std::vector<FoundResult>& found, ResultFile const& result, JobFolder const& folder) {
    auto const same = [&](FoundResult const& other) {
        return other.declared.name == result.name || other.declared.file == result.file;
    };
    if (std::any_of(found.begin(), found.end(), same) || !is_real_file(folder.work(), result.file)) return;
    auto const path = folder.work() / result.file;
    std::error_code error;
    auto const bytes = fs::file_size(path, error);
    if (!error) found.push_back({result, path, bytes});
}

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
    std::size_t at = 0, in_pattern = 0, star = std::string_view::npos, star_at = 0;
    while (at < text.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_at = at;
        } else if (in_pattern < pattern.size() &&
                   (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
            ++at;
            ++in_pattern;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_at;  // the star takes one more
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

std::vector<FoundResult> find_results(Description const& description, JobFolder const& folder) {
    constexpr std::size_t most_of_a_pattern = 1000;
    std::vector<FoundResult> found;
    // Files that a result of their own is declared for come first: they keep that name.
    for (auto const& result : description.results)
        if (!result.is_pattern()) add(found, result, folder);
    for (auto const& result : description.results) {
        if (!result.is_pattern()) continue;
        auto files = files_of_pattern(folder.work(), result.file);
        files.resize(std::min(files.size(), most_of_a_pattern));
        for (auto const& file : files)
            add(found, {fs::path(file).filename(), file, result.content_type, result.annotation, false},
                folder);
    }
    return found;
}

}  // namespace vespa::uws
