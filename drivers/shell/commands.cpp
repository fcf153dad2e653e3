#include "shell/commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "shell/answers.hpp"
#include "shell/help.hpp"
#include "shell/suggest.hpp"
#include "shell/wrapped.hpp"
#include "vespa/version.hpp"

namespace vespa::shell {
namespace {

std::string list_of(Commands const& commands) {
    auto text = fmt::format("vespa-{} {}: {}\n\nUse: vespa-{} COMMAND [--option=value ...]\n\nCommands\n",
                            commands.name, version, commands.summary, commands.name);
    for (auto const& command : commands.commands)
        text +=
            wrapped(fmt::format("{}: {}", command.word, command.make()->about().summary), "  ", page_width());
    return text + fmt::format("\nvespa-{} COMMAND --help tells of the options of one.\n", commands.name);
}

std::string version_of(Commands const& commands) {
    About about;
    about.name = commands.name;
    return version_text(about);
}

std::string words_of(Commands const& commands) {
    std::string text;
    for (auto const& command : commands.commands)
        text += (text.empty() ? "" : ", ") + command.word;
    return text;
}

std::string complaint(Commands const& commands, int argc, char const* const* argv) {
    if (argc < 2) return "a command is missing; one of: " + words_of(commands) + " (--help tells of them)";
    std::string_view const word = argv[1];
    auto const near = nearest(word, commands.commands, [](Command const& command) { return command.word; });
    return fmt::format("no command '{}'{}; one of: {}", word,
                       near.empty() ? "" : ", did you mean " + near + "?", words_of(commands));
}

}  // namespace

int run_commands(int argc, char const* const* argv, Commands const& commands) {
    std::string_view const word = argc > 1 ? argv[1] : "";
    for (auto const& command : commands.commands)
        if (word == command.word) return run_program(argc - 1, argv + 1, command.make());
    if (word == "--help" || word == "-h" || word == "--version") {
        if (launch_rank().value_or(0) == 0)
            fmt::print("{}", word == "--version" ? version_of(commands) : list_of(commands));
        return exit_done;
    }
    return refuse("vespa-" + commands.name, complaint(commands, argc, argv));
}

}  // namespace vespa::shell
