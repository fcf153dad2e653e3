#pragma once
#include <string>
#include <utility>
#include <vector>

#include "shell/options.hpp"

namespace vespa::shell {

/// The options named on a command line with their texts, in the order of declaration. A flag without a value
/// has the text "true".
using Given = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Splits the command line; values are not looked at. Accepts --name=value, --name value, -l value, --flag,
/// --flag=false; a value may be empty or begin with '-'.
/// \throws UsageError: unknown option (with the nearest name), missing value, an argument that belongs to no
/// option,
///         an option other than a list given twice
Given split_command_line(Options const& options, int argc, char const* const* argv);

/// Reads the texts as values and assigns them; texts of a list given several times are joined.
/// \throws UsageError naming the option, its value and what is accepted
void take_command_line(Options& options, Given const& given);

/// The text given for an option, or nullptr. \pre not a list
std::string const* text_given(Given const& given, std::string const& name);

}  // namespace vespa::shell
