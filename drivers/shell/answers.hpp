#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "shell/about.hpp"
#include "shell/command_line.hpp"
#include "shell/options.hpp"

namespace vespa::shell {

/// Whether a flag is given and set.
bool asked(Given const& given, std::string const& flag);

/// The configuration file's whole text. \throws UsageError where it cannot be read, or may not
/// (--inputs-within)
std::string read_config_text(Given const& given, std::string const& path);

/// The text that answers --help, --version, --describe or --dump-config, whichever is asked first in this
/// order; nothing where none is. Reads the configuration file for --dump-config alone. \throws UsageError
std::optional<std::string> answer(About const& about, Options& options, Given const& given);

/// The rank of this process as its launcher (mpirun, srun, mpiexec.hydra) tells it before MPI_Init; nothing
/// where no launcher is known.
std::optional<int> launch_rank();

}  // namespace vespa::shell
