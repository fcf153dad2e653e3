#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "settings/settings.hpp"

namespace vespa::uws {

/// A command line that cannot be understood; what() names the option and what it takes.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What vespa-uwsd is told on its command line.
struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8642;     ///< 0 = any free one
    std::filesystem::path socket;  ///< a Unix socket instead of address and port
    std::filesystem::path data = "vespa-data";
    std::vector<std::filesystem::path> codes;
    std::filesystem::path programs, scripts;
    std::filesystem::path mpirun = "/usr/bin/mpirun";
    int cores = 0;  ///< 0 = all that this process may use
    std::string public_url;
    bool help = false, version = false, check = false, make_token = false;
    Settings settings = Settings::none();  ///< the configuration file without its [server]
};

/// Reads `--name value` and `--name=value`, and the [server] of the file named by --config, which the command
/// line wins over. All paths become absolute; those of the installation that are not
/// given are found from the program's own folder (bin/ beside share/vespa-hpc/). Throws UsageError and, for
/// the file, BadSetting. \param arguments without the program's name \param program_folder where vespa-uwsd
/// itself lies
ServerOptions parse_options(std::span<char const* const> arguments,
                            std::filesystem::path const& program_folder);

/// The text of --help.
std::string help_text();

}  // namespace vespa::uws
