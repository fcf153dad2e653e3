#include "mulumesc/crism/parameter_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string_view>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"

namespace vespa::mulumesc {

namespace {

constexpr std::size_t longest_line = 8192, most_parameters = 1000;

bool is_name(std::string const& text) {
    auto const fits = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    return !text.empty() && !std::isdigit(static_cast<unsigned char>(text.front())) && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), fits);
}

void append_row(ParameterTable& table, std::string_view line, std::string const& where) {
    std::array<std::string, 4> fields;
    for (std::size_t k = 0; k < 4; ++k) {
        auto const bar = k < 3 ? line.find('|') : std::string_view::npos;
        if (k < 3 && bar == std::string_view::npos)
            throw BadInput(fmt::format("has {} fields", k + 1), where, "NAME | unit | formula | meaning");
        fields[k] = trimmed(line.substr(0, bar));
        line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
    }
    if (!is_name(fields[0]))
        throw BadInput(fmt::format("the name is \"{}\"", fields[0]), where, "letters, digits and _");
    if (std::find(table.names.begin(), table.names.end(), fields[0]) != table.names.end())
        throw BadInput(fields[0] + " stands above", where, "each name once");
    if (table.names.size() == most_parameters)
        throw BadInput("one more parameter", where, fmt::format("up to {}", most_parameters));
    append_formula(table.set, table.names, fields[2], where);
    table.names.push_back(fields[0]);
    table.units.push_back(fields[1]);
    table.meanings.push_back(fields[3]);
}

}  // namespace

ParameterTable read_parameter_table(std::istream& text, std::string const& name) {
    ParameterTable table;
    std::size_t number = 0;
    for (std::string line; std::getline(text, line);) {
        auto const where = fmt::format("{}:{}", name, ++number);
        if (line.size() > longest_line) throw BadInput("a very long line", where, "up to 8 KiB");
        auto const content = trimmed(line);
        if (number == 1) {
            if (content != "vespa-parameters 1")
                throw BadInput(fmt::format("\"{}\"", content.substr(0, 40)), where, "\"vespa-parameters 1\"");
            continue;
        }
        if (content.empty() || content.front() == '#') continue;
        if (content.starts_with("title ")) {
            table.title = trimmed(content.substr(6));
        } else if (content.starts_with("source ")) {
            table.source += (table.source.empty() ? "" : "; ") + std::string(trimmed(content.substr(7)));
        } else {
            append_row(table, content, where);
        }
    }
    if (table.names.empty()) throw BadInput("holds no parameters", name, "NAME | unit | formula | meaning");
    return table;
}

ParameterTable read_parameter_table(std::filesystem::path const& file) {
    std::ifstream stream(file);
    if (!stream) throw BadInput("cannot be opened", file.string(), "a table of parameters");
    return read_parameter_table(stream, file.string());
}

}  // namespace vespa::mulumesc
