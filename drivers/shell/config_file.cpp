#include "shell/config_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <stdexcept>

#include "shell/common_options.hpp"
#include "shell/wrapped.hpp"

namespace vespa::shell {
namespace {

std::string place(std::filesystem::path const& path, toml::source_position const& at) {
    return fmt::format("{}:{}:{}", path.string(), at.line, at.column);
}

std::invalid_argument not_a(std::string_view what, toml::node const& node) {
    static constexpr std::string_view names[] = {"nothing",    "a section", "an array",      "a text",
                                                 "an integer", "a number",  "true or false", "a date",
                                                 "a time",     "a date"};
    return std::invalid_argument(
        fmt::format("{} stands where {} is needed", names[static_cast<std::size_t>(node.type())], what));
}

double number_of(toml::node const& node) {
    if (auto const* x = node.as_floating_point()) return x->get();
    if (auto const* n = node.as_integer()) return static_cast<double>(n->get());
    throw not_a("a number", node);
}

std::int64_t integer_of(toml::node const& node) {
    if (auto const* n = node.as_integer()) return n->get();
    if (auto const* x = node.as_floating_point()) return whole_number(x->get());
    throw not_a("an integer", node);
}

std::string text_of(toml::node const& node) {
    if (auto const* text = node.as_string()) return text->get();
    throw not_a("a text in quotes", node);
}

/// The items of an array; a single value counts as an array of one.
template <class T>
std::vector<T> list_of(toml::node const& node, T (*item_of)(toml::node const&)) {
    std::vector<T> list;
    if (auto const* array = node.as_array())
        for (auto const& item : *array)
            list.push_back(item_of(item));
    else
        list.push_back(item_of(node));
    return list;
}

std::string file_of(toml::node const& node, std::filesystem::path const& folder) {
    std::filesystem::path const file = text_of(node);
    return file.empty() || file.is_absolute() ? file.string() : (folder / file).lexically_normal().string();
}

Value value_of(Kind kind, toml::node const& node, std::filesystem::path const& folder) {
    switch (kind) {
        case Kind::flag:
            if (auto const* on = node.as_boolean()) return on->get();
            throw not_a("true or false", node);
        case Kind::integer:
            return integer_of(node);
        case Kind::number:
            return number_of(node);
        case Kind::text:
        case Kind::choice:
            return text_of(node);
        case Kind::file:
            return file_of(node, folder);
        case Kind::numbers:
        case Kind::vector:
            return list_of(node, number_of);
        case Kind::texts:
            return list_of(node, text_of);
    }
    throw std::logic_error("an option of no kind");
}

toml::table parsed(std::string_view text, std::filesystem::path const& path) {
    try {
        return toml::parse(text, path.string());
    } catch (toml::parse_error const& error) {
        throw UsageError(std::string(error.description()), place(path, error.source().begin));
    }
}

void take_key(Options& options, toml::key const& key, toml::node const& node,
              std::filesystem::path const& path) {
    std::string const name(key.str());
    auto const where = place(path, key.source().begin);
    if (node.is_table() || node.is_array_of_tables())
        throw UsageError("a section '" + name + "'", where,
                         "plain lines 'key = value' without sections or dots");
    auto const* option = options.find(name);
    if (option == nullptr) {
        auto const near = nearest_name(options, name);
        if (near.empty())
            throw UsageError("unknown key '" + name + "'", where, "the options that --help lists");
        throw UsageError(fmt::format("unknown key '{}'; did you mean '{}'?", name, near), where);
    }
    if (option->is.command_line_only) throw UsageError("'" + name + "' is for the command line only", where);
    Value value;
    try {
        value = value_of(option->kind, node, path.parent_path());
    } catch (std::invalid_argument const& error) {
        throw UsageError(error.what(), where + ": " + name, accepted(*option));
    }
    options.assign(name, std::move(value), Origin::config_file, where + ": " + name);
}

std::string comment(std::string const& text) {
    return wrapped(text, "# ", 100);
}

Value with_absolute_path(Option const& option) {
    auto const* file = std::get_if<std::string>(&option.value);
    if (file == nullptr || file->empty() || !names_a_path(option)) return option.value;
    return std::filesystem::absolute(*file).lexically_normal().string();
}

std::string line_of(Option const& option, Value const& value) {
    if (std::holds_alternative<std::monostate>(value)) return fmt::format("# {} =\n", option.is.name);
    return fmt::format("{} = {}\n", option.is.name, toml_text(value));
}

}  // namespace

void read_config(Options& options, std::string_view text, std::filesystem::path const& path) {
    auto const table = parsed(text, path);
    for (auto const& [key, node] : table)
        take_key(options, key, node, path);
}

std::string dump_config(Options const& options, std::string const& headline) {
    std::string text = "# " + headline + "\n";
    for (auto const& group : options.groups()) {
        std::string section;
        for (auto const& option : options.all()) {
            if (option.group != group.title || option.is.command_line_only) continue;
            section +=
                fmt::format("\n{}{}", comment(option.is.prose), comment(capitalised(accepted(option)) + "."));
            section += line_of(option, with_absolute_path(option));
        }
        if (!section.empty()) text += fmt::format("\n# ---- {} ----\n{}", group.title, section);
    }
    return text;
}

std::string content_record(Options const& options) {
    std::string text;
    for (auto const& option : options.all()) {
        if (option.is.command_line_only || option.is.about_the_run) continue;
        auto const* file = std::get_if<std::string>(&option.value);
        bool const shorten = option.kind == Kind::file && file != nullptr;
        text +=
            line_of(option, shorten ? Value(std::filesystem::path(*file).filename().string()) : option.value);
    }
    return text;
}

}  // namespace vespa::shell
