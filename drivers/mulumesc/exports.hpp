#pragma once
#include <filesystem>
#include <vector>

#include "drivers/mulumesc/settings.hpp"
#include "shell/program.hpp"

namespace vespa::mulumesc_driver {

/// A file made of the finished result, beside it.
struct Export {
    std::string group;   ///< of the result
    std::string option;  ///< that asks for it
    std::filesystem::path path;
};

/// The VOTables that --votable asks for: the bands, and what other stages list.
std::vector<Export> votables_of(Settings const& settings, std::filesystem::path const& output);

/// The image of maps that --maps asks for; none or one.
std::vector<Export> maps_of(Settings const& settings, std::filesystem::path const& output);

/// The library that --write-library asks for; none or one.
std::vector<Export> libraries_of(Settings const& settings, std::filesystem::path const& output);

/// \throws AgreedError, a bad input, where one would replace the result or, without --overwrite, a file
/// \collective
void check_exports(shell::Run const& run, std::vector<Export> const& exports);

/// Write them from the finished file, by the first rank. \collective
void write_votables(shell::Run const& run, std::vector<Export> const& exports);
/// \param files  that the spectra were read from
void write_maps(shell::Run const& run, std::vector<Export> const& exports,
                std::vector<std::filesystem::path> const& files);

}  // namespace vespa::mulumesc_driver
