#include "launch/remove_tree.hpp"

#include <system_error>

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

void make_removable(fs::path const& folder) {
    std::error_code ignored;
    fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add | fs::perm_options::nofollow,
                    ignored);
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored))
        if (entry->symlink_status().type() == fs::file_type::directory) make_removable(entry->path());
}

}  // namespace

bool remove_tree(fs::path const& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (!error) return true;
    if (fs::symlink_status(folder).type() == fs::file_type::directory) make_removable(folder);
    fs::remove_all(folder, error);
    return !error;
}

}  // namespace vespa::uws
