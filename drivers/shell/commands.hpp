#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shell/program.hpp"

namespace vespa::shell {

/// One of several programs in one: `vespa-lbl spectrum ...`.
struct Command {
    std::string word;  ///< About::command of what `make` makes
    std::function<std::unique_ptr<Program>()> make;
};

/// Programs that share a name: each has options, results and a job description of its own.
struct Commands {
    std::string name;     ///< "lbl"; the program is vespa-lbl
    std::string summary;  ///< half a line
    std::vector<Command> commands;
};

/// As run_program() for the command that the first argument names; without one, `--help` lists them.
/// \return the exit code of the process
int run_commands(int argc, char const* const* argv, Commands const& commands);

}  // namespace vespa::shell
