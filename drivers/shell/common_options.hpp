#pragma once
#include <filesystem>
#include <string>

#include "shell/about.hpp"
#include "shell/options.hpp"

namespace vespa::shell {

/// What every program can be told.
struct CommonOptions {
    std::string output;  ///< file of the main result
    bool overwrite = false;
    bool resume = false;  ///< declared only for a program that can
    bool quiet = false;
    std::filesystem::path config;
    std::string progress_file;
    std::string inputs_within;  ///< a folder that no input file may lie outside of; empty for any
    bool check = false;
    bool dump_config = false;
    bool describe = false;
    bool help = false;
    bool version = false;
};

/// Declares them, in the last group "Run". The main result's file of `about` is the default of --output.
void declare_common(Options& options, CommonOptions& common, About const& about);

/// Whether the option's value names a file of the caller's file system.
bool names_a_path(Option const& option);

/// Input files as given: name of the option and path. Options without a file are left out.
std::vector<std::pair<std::string, std::filesystem::path>> named_files(Options const& options);

/// \param where the option that names the file, as "--config"
/// \param within the folder that the file, its links resolved, must lie in; empty for any
/// \throws UsageError unless the file lies there, exists, is no folder and can be read
void check_input(std::filesystem::path const& path, std::string const& where,
                 std::filesystem::path const& within);

/// Looks at the file system: input files exist and can be read, the output's folder exists, the output does
/// not exist (unless overwrite) and is none of the inputs. For the first rank alone. \throws UsageError
void check_files(Options const& options, CommonOptions const& common);

}  // namespace vespa::shell
