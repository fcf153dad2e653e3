#pragma once
#include <filesystem>
#include <vector>

#include "drivers/mulumesc/settings.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// A file made of the finished result, beside it.
struct Export {
    std::string group;  ///< of the result
    std::filesystem::path path;
};

/// The VOTables that --votable asks for: the bands, and what other stages list.
std::vector<Export> votables_of(Settings const& settings, std::filesystem::path const& output);

/// \throws AgreedError, a bad input, where one would replace the result or, without --overwrite, a file
/// \collective
void check_exports(shell::Run const& run, std::vector<Export> const& exports);

/// Writes them from the finished file, by the first rank. \collective
void write_votables(shell::Run const& run, std::vector<Export> const& exports);

}  // namespace vespa::mulumesc_driver
