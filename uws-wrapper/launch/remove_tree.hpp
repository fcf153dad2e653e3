#pragma once
#include <filesystem>

namespace vespa::uws {

/// Removes a folder and all in it, also folders that a program made unwritable for its own user. Symbolic
/// links are removed, not followed. \returns false if something is left
bool remove_tree(std::filesystem::path const& folder);

}  // namespace vespa::uws
