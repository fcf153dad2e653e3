#include "shell/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <stdexcept>

namespace vespa::shell {
namespace {

std::string flag_name(Option const& option) {
    auto const name = "--" + option.is.name;
    return option.is.letter == 0 ? name : fmt::format("-{},{}", option.is.letter, name);
}

/// CLI11 takes "--name=" for "--name" and would then eat the next argument: pass it as two elements.
std::vector<std::string> with_empty_values(Options const& options, int argc, char const* const* argv) {
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i) {
        std::string argument = argv[i];
        if (argument.starts_with("--") && argument.find('=') == argument.size() - 1) {
            argument.pop_back();
            if (auto const* option = options.find(argument.substr(2)); option && option->kind == Kind::flag)
                throw UsageError("its value is empty", argument, accepted(*option));
            arguments.push_back(argument);
            argument.clear();
        }
        arguments.push_back(argument);
    }
    return arguments;
}

UsageError unknown(Options const& options, std::string const& argument) {
    if (!argument.starts_with('-') || argument == "--")
        return {"belongs to no option", "'" + argument + "'", "options --name=value; --help lists them"};
    auto const name = argument.substr(0, argument.find('='));
    auto const near = nearest_name(options, name.substr(std::min(name.find_first_not_of('-'), name.size())));
    if (near.empty()) return {"unknown option", name, "the options that --help lists"};
    return {"unknown option; did you mean --" + near + "?", name};
}

}  // namespace

Given split_command_line(Options const& options, int argc, char const* const* argv) {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::vector<CLI::Option*> handles;
    for (auto const& option : options.all()) {
        auto const take = [](CLI::results_t const&) { return true; };
        auto* const handle = option.kind == Kind::flag ? app.add_flag(flag_name(option))
                                                       : app.add_option(flag_name(option), take)->expected(1);
        handles.push_back(handle->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
    }
    auto arguments = with_empty_values(options, argc, argv);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 reads its vector from the back
    try {
        app.parse(std::move(arguments));
    } catch (CLI::ParseError const& error) {
        throw UsageError(error.what(), "command line", "options --name=value; --help lists them");
    }
    if (auto const rest = app.remaining(); !rest.empty()) throw unknown(options, rest.front());
    Given given;
    for (std::size_t i = 0; i < handles.size(); ++i) {
        auto const& option = options.all()[i];
        auto const& texts = handles[i]->results();
        if (texts.empty()) continue;
        if (texts.size() > 1 && !is_list(option.kind))
            throw UsageError("is given " + std::to_string(texts.size()) + " times", "--" + option.is.name,
                             "once");
        given.emplace_back(option.is.name, texts);
    }
    return given;
}

void take_command_line(Options& options, Given const& given) {
    for (auto const& [name, texts] : given) {
        auto const& option = *options.find(name);
        Value value;
        try {
            value = parse_value(option.kind, texts.front());
            for (std::size_t i = 1; i < texts.size(); ++i)
                std::visit(
                    [&](auto& list) {
                        using List = std::decay_t<decltype(list)>;
                        if constexpr (std::is_same_v<List, std::vector<double>> ||
                                      std::is_same_v<List, std::vector<std::string>>) {
                            auto const more = std::get<List>(parse_value(option.kind, texts[i]));
                            list.insert(list.end(), more.begin(), more.end());
                        }
                    },
                    value);
        } catch (std::invalid_argument const& error) {
            throw UsageError(error.what(), "--" + name, accepted(option));
        }
        options.assign(name, std::move(value), Origin::command_line, "--" + name);
    }
}

std::string const* text_given(Given const& given, std::string const& name) {
    for (auto const& [option, texts] : given)
        if (option == name) return &texts.front();
    return nullptr;
}

}  // namespace vespa::shell
