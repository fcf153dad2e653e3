#include "shell/answers.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "shell/common_options.hpp"
#include "shell/config_file.hpp"
#include "shell/describe.hpp"
#include "shell/help.hpp"
#include "vespa/version.hpp"

namespace vespa::shell {
namespace {

std::string present_config(About const& about, Options& options, Given const& given) {
    if (auto const* path = text_given(given, "config"))
        read_config(options, read_config_text(given, *path), *path);
    take_command_line(options, given);
    return dump_config(options, fmt::format("{} {}: {}", about.title(), version, about.summary));
}

}  // namespace

bool asked(Given const& given, std::string const& flag) {
    auto const* text = text_given(given, flag);
    return text != nullptr && (*text == "true" || *text == "1");
}

std::string read_config_text(Given const& given, std::string const& path) {
    auto const* within = text_given(given, "inputs-within");
    check_input(path, "--config", within ? *within : std::string());
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::optional<std::string> answer(About const& about, Options& options, Given const& given) {
    if (asked(given, "help")) return help_text(about, options, page_width());
    if (asked(given, "version")) return version_text(about);
    if (asked(given, "describe")) return describe(about, options);
    if (asked(given, "dump-config")) return present_config(about, options, given);
    return std::nullopt;
}

std::optional<int> launch_rank() {
    for (auto const* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"})
        if (auto const* text = std::getenv(name)) return std::atoi(text);
    return std::nullopt;
}

}  // namespace vespa::shell
