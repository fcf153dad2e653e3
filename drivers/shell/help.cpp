#include "shell/help.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "shell/common_options.hpp"
#include "shell/wrapped.hpp"
#include "vespa/version.hpp"

namespace vespa::shell {
namespace {

constexpr std::size_t prose_column = 30;

/// What stands for the value: "NUMBER km".
std::string placeholder(Option const& option) {
    std::string text;
    switch (option.kind) {
        case Kind::flag:
            return {};
        case Kind::integer:
            text = "INTEGER";
            break;
        case Kind::number:
            text = "NUMBER";
            break;
        case Kind::text:
            text = names_a_path(option) ? "FILE" : "TEXT";
            break;
        case Kind::choice:
            text = "WORD";
            break;
        case Kind::file:
            text = "FILE";
            break;
        case Kind::numbers:
            text = "N,N,...";
            break;
        case Kind::texts:
            text = "TEXT;...";
            break;
        case Kind::vector:
            text = "X,Y,Z";
            break;
    }
    return option.is.unit.empty() ? text : text + " " + option.is.unit;
}

std::string head(Option const& option) {
    auto const letter = option.is.letter == 0 ? std::string() : fmt::format("-{}, ", option.is.letter);
    auto const value = placeholder(option);
    return fmt::format("  {}--{}{}{}", letter, option.is.name, value.empty() ? "" : " ", value);
}

bool explains_words(Option const& option) {
    auto const& words = option.is.words;
    return std::any_of(words.begin(), words.end(), [](Word const& word) { return !word.prose.empty(); });
}

/// "Allowed: above 0. Default: 1e-8." or what there is of it.
std::string facts(Option const& option) {
    std::string text;
    if (option.is.required) text += "Required. ";
    bool const numeric = option.kind == Kind::integer || option.kind == Kind::number ||
                         option.kind == Kind::numbers || option.kind == Kind::vector;
    if (option.kind == Kind::choice && !explains_words(option)) text += capitalised(accepted(option)) + ". ";
    if (numeric && option.is.range.bounded()) text += "Allowed: " + option.is.range.text() + ". ";
    auto const value = value_text(option.default_value);
    if (option.kind == Kind::flag ? value == "true" : !value.empty()) text += "Default: " + value + ".";
    return text;
}

std::string entry(Option const& option, std::size_t width) {
    std::string const indent(prose_column, ' ');
    auto body = wrapped(option.is.prose + " " + facts(option), indent, width);
    for (auto const& word : explains_words(option) ? option.is.words : std::vector<Word>())
        body += word.prose.empty() ? indent + "  " + word.word + "\n"
                                   : wrapped(word.word + ": " + word.prose, indent + "  ", width);
    auto const start = head(option);
    if (columns(start) + 2 > prose_column) return start + "\n" + body;
    return start + std::string(prose_column - columns(start), ' ') + body.substr(prose_column);
}

}  // namespace

std::string version_text(About const& about) {
    return fmt::format("{} {} (revision {})\n", about.title(), version, revision);
}

std::string help_text(About const& about, Options const& options, std::size_t width) {
    auto text = fmt::format("{} {}: {}\n\n", about.title(), version, about.summary);
    text += wrapped(about.prose, "", width);
    text += fmt::format("\nUse: {} [--config FILE.toml] [--option=value ...]\n", about.title());
    if (about.mpi) text += fmt::format("     mpirun -n 4 {} --config FILE.toml\n", about.title());
    for (auto const& group : options.groups()) {
        std::string section;
        for (auto const& option : options.all())
            if (option.group == group.title) section += entry(option, width);
        if (section.empty()) continue;
        auto const title = group.prose.empty() ? group.title : group.title + ": " + group.prose;
        text += fmt::format("\n{}{}", wrapped(title, "", width), section);
    }
    text += "\nResults\n";
    for (auto const& result : about.results)
        text += wrapped(fmt::format("{} ({}): {}", result.file, result.content_type, result.annotation), "  ",
                        width);
    text += '\n';
    text += wrapped(
        "Exit codes: 0 done; 1 bad input; 2 failure of one rank; 3 stopped on request (SIGTERM, SIGINT, "
        "SIGUSR1), partial result kept; 64 wrong options.",
        "", width);
    if (!about.doculink.empty()) text += about.doculink + "\n";
    return text;
}

std::size_t page_width() {
    winsize size{};
    if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 100;
    return std::clamp<std::size_t>(size.ws_col, 70, 110);
}

}  // namespace vespa::shell
