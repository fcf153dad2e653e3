#include "daemon/options.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

struct Option {
    std::string_view name, value, help;  ///< value is empty for a flag
    void (*set)(ServerOptions&, std::string const&);
};

[[noreturn]] void refuse(std::string const& what) {
    throw UsageError(what + " (see vespa-uwsd --help)");
}

template <class Number>
Number number(std::string_view option, std::string_view text, Number least, Number most) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        refuse(std::string(option) + " takes a number from " + std::to_string(least) + " to " +
               std::to_string(most) + ", not '" + std::string(text) + "'");
    return value;
}

void set_listen(ServerOptions& options, std::string const& value) {
    options.socket.clear();
    if (value.substr(0, 5) == "unix:") {
        options.socket = value.substr(5);
        if (!options.socket.is_absolute()) refuse("--listen takes unix:/ABSOLUTE/PATH, not '" + value + "'");
        return;
    }
    std::size_t const colon = value.rfind(':');
    if (colon == std::string::npos) refuse("--listen takes ADDRESS:PORT, not '" + value + "'");
    options.address = value.substr(0, colon);
    if (options.address.size() > 2 && options.address.front() == '[' && options.address.back() == ']')
        options.address = options.address.substr(1, options.address.size() - 2);
    if (options.address.empty() ||
        options.address.find_first_not_of("0123456789abcdefABCDEF.:") != std::string::npos)
        refuse("--listen takes a numeric address, not '" + value + "'");
    options.port = number<std::uint16_t>("the port of --listen", value.substr(colon + 1), 0, 65535);
}

constexpr std::array<Option, 13> table = {{
    {"--config", "FILE", "TOML file of settings; what the command line says wins over its [server]", nullptr},
    {"--listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8642; port 0: any free one), or unix:/PATH",
     set_listen},
    {"--public-url", "URL", "how clients know the server, behind a proxy (else as they address it)",
     [](ServerOptions& options, std::string const& value) { options.public_url = value; }},
    {"--data", "DIR", "where jobs and their results are kept (./vespa-data)",
     [](ServerOptions& options, std::string const& value) { options.data = value; }},
    {"--codes", "DIR", "job descriptions *.json, with *.launch.json beside them; may be repeated",
     [](ServerOptions& options, std::string const& value) { options.codes.emplace_back(value); }},
    {"--programs", "DIR", "where the programs of the codes and vespa-uws-run are (beside vespa-uwsd)",
     [](ServerOptions& options, std::string const& value) { options.programs = value; }},
    {"--scripts", "DIR", "where the scripts are that descriptions call",
     [](ServerOptions& options, std::string const& value) { options.scripts = value; }},
    {"--mpirun", "FILE", "the launcher of ranks (/usr/bin/mpirun)",
     [](ServerOptions& options, std::string const& value) { options.mpirun = value; }},
    {"--cores", "N", "cores that running jobs share (all that this process may use)",
     [](ServerOptions& options, std::string const& value) {
         options.cores = number("--cores", value, 1, 1 << 20);
     }},
    {"--check", "", "read configuration and descriptions, say whether they are good, and end",
     [](ServerOptions& options, std::string const&) { options.check = true; }},
    {"--make-token", "", "print a new token, and what [[access.user]] keeps of it, and end",
     [](ServerOptions& options, std::string const&) { options.make_token = true; }},
    {"--help", "", "print this and end",
     [](ServerOptions& options, std::string const&) { options.help = true; }},
    {"--version", "", "print the version and end",
     [](ServerOptions& options, std::string const&) { options.version = true; }},
}};

Option const& option_named(std::string const& name) {
    for (auto const& option : table)
        if (option.name == name) return option;
    refuse("there is no option '" + name + "'");
}

struct Given {
    Option const* option;
    std::string value;
};

std::vector<Given> split(std::span<char const* const> arguments) {
    std::vector<Given> given;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string const argument = arguments[i];
        std::size_t const equals = argument.find('=');
        Option const& option = option_named(argument.substr(0, equals));
        if (option.value.empty()) {
            if (equals != std::string::npos) refuse(std::string(option.name) + " takes no value");
            given.push_back({&option, {}});
        } else if (equals != std::string::npos) {
            given.push_back({&option, argument.substr(equals + 1)});
        } else if (i + 1 < arguments.size()) {
            given.push_back({&option, arguments[++i]});
        } else {
            refuse(std::string(option.name) + " takes a value: " + std::string(option.value));
        }
    }
    return given;
}

/// The [server] of the configuration file: the keys are the options' names.
void take_server_settings(ServerOptions& options) {
    Settings const server = options.settings.table("server");
    if (server.has("listen")) {
        try {
            set_listen(options, server.text("listen", {}));
        } catch (UsageError const& error) {
            server.refuse("listen", error.what());
        }
    }
    options.public_url = server.text("public-url", options.public_url);
    options.data = server.path("data", options.data);
    options.programs = server.path("programs", options.programs);
    options.scripts = server.path("scripts", options.scripts);
    options.mpirun = server.path("mpirun", options.mpirun);
    options.cores = static_cast<int>(server.whole("cores", options.cores, 1, 1 << 20));
    for (auto const& folder : server.texts("codes"))
        options.codes.push_back(server.folder() / folder);
    server.finish();
}

}  // namespace

ServerOptions parse_options(std::span<char const* const> arguments, fs::path const& program_folder) {
    std::vector<Given> const given = split(arguments);
    ServerOptions options;
    for (auto const& [option, value] : given)
        if (option->name == "--config") options.settings = Settings::read(value);
    take_server_settings(options);
    auto const codes_of_file = std::exchange(options.codes, {});
    for (auto const& [option, value] : given)
        if (option->set != nullptr) option->set(options, value);
    if (options.codes.empty()) options.codes = codes_of_file;
    fs::path const share = program_folder.parent_path() / "share" / "vespa-hpc";
    if (options.codes.empty()) options.codes.push_back(share / "descriptions");
    if (options.programs.empty()) options.programs = program_folder;
    if (options.scripts.empty()) options.scripts = share / "scripts";
    for (auto* const path : {&options.data, &options.programs, &options.scripts, &options.mpirun}) {
        if (path->empty()) refuse("an empty path is given");
        *path = fs::absolute(*path).lexically_normal();
    }
    return options;
}

std::string help_text() {
    constexpr std::size_t column = 26;
    std::string text =
        "vespa-uwsd: serves the codes of vespa-hpc as IVOA UWS 1.1 jobs and as pages.\n\n"
        "usage: vespa-uwsd [options]\n\n";
    for (auto const& option : table) {
        std::string line =
            "  " + std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value);
        line.resize(std::max(column, line.size() + 1), ' ');
        text += line + std::string(option.help) + "\n";
    }
    return text +
           "\nSIGTERM and SIGINT end the server and leave running jobs alone; started again on the same "
           "--data it\n"
           "takes them up where they are. Exit codes: 0 ended on request, 1 cannot serve, 64 wrong "
           "options.\n";
}

}  // namespace vespa::uws
