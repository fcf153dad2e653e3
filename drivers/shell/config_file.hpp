#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "shell/options.hpp"

namespace vespa::shell {

/// Takes the values of a configuration file: flat TOML, the keys being the names of the options.
/// \param text the file's content
/// \param path as given by the user; messages name it, and relative input files are sought in its folder
/// \throws UsageError naming file, line, column and key: no TOML, unknown key (with the nearest known one), a
/// section,
///         a value of the wrong type or out of range
void read_config(Options& options, std::string_view text, std::filesystem::path const& path);

/// The configuration file that repeats this run from any folder: every option with its present value, unit
/// and prose, numbers to the last bit, paths absolute. Options without a value stand as comments. \param
/// headline first comment line, without '#'
std::string dump_config(Options const& options, std::string const& headline);

/// The same without prose, without the options about the run, and with input files named without their
/// folder: what determines the content of a result and may be written into it.
std::string content_record(Options const& options);

}  // namespace vespa::shell
