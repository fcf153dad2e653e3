#include "mulumesc/ingest/envi_header.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

EnviHeader::EnviHeader(std::filesystem::path const& file) : file_(file) {
    auto const lines = read_lines(file);
    if (lines.empty() || trimmed(lines.front()) != "ENVI")
        throw BadInput("does not begin with the line \"ENVI\"", file.string(), "an ENVI header");
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto const line = trimmed(lines[i]);
        if (line.empty() || line.front() == ';') continue;
        auto const first = i;
        auto whole = lines[i];
        if (whole.find('{') != std::string::npos) {
            while (whole.find('}') == std::string::npos) {
                if (++i == lines.size()) {
                    throw BadInput("a brace is not closed", fmt::format("{}:{}", file.string(), first + 1),
                                   "{ … }");
                }
                whole += '\n' + lines[i];
            }
        }
        add(whole, static_cast<int>(first + 1));
    }
}

void EnviHeader::add(std::string const& line, int number) {
    auto const equals = line.find('=');
    auto const where = fmt::format("{}:{}", file_.string(), number);
    if (equals == std::string::npos)
        throw BadInput(fmt::format("\"{}\" gives no field a value", trimmed(line)), where, "field = value");
    auto const name = lower_case(trimmed(std::string_view(line).substr(0, equals)));
    std::string value(trimmed(std::string_view(line).substr(equals + 1)));
    if (value.starts_with('{')) value = trimmed(std::string(value, 1, value.rfind('}') - 1));
    if (fields_.emplace(name, value).first->second != value)
        throw BadInput(fmt::format("\"{}\" is given twice with different values", name), where,
                       "each field once");
}

std::string EnviHeader::text(std::string const& field) const {
    auto const found = fields_.find(field);
    return found == fields_.end() ? "" : found->second;
}

std::string EnviHeader::where(std::string const& field) const {
    return file_.string() + ": " + field;
}

std::optional<double> EnviHeader::number(std::string const& field) const {
    if (!has(field)) return {};
    auto const value = number_or_nan(text(field));
    if (!value) throw BadInput(fmt::format("\"{}\" is no number", text(field)), where(field), "a number");
    return value;
}

std::int64_t EnviHeader::integer(std::string const& field, std::int64_t least, std::int64_t most,
                                 std::optional<std::int64_t> otherwise) const {
    auto const allowed = fmt::format("a whole number from {} to {}", least, most);
    if (!has(field)) {
        if (otherwise) return *otherwise;
        throw BadInput("is absent", where(field), allowed);
    }
    auto const value = number(field);
    if (*value != std::floor(*value) || *value < static_cast<double>(least) ||
        *value > static_cast<double>(most))
        throw BadInput(fmt::format("is {}", text(field)), where(field), allowed);
    return static_cast<std::int64_t>(*value);
}

std::vector<std::string> EnviHeader::texts(std::string const& field) const {
    std::vector<std::string> items;
    auto const list = text(field);
    if (has(field)) {
        for (auto const item : parts_of(list, ','))
            items.emplace_back(item);
    }
    if (!items.empty() && items.back().empty()) items.pop_back();  // a comma before the brace
    return items;
}

std::vector<double> EnviHeader::numbers(std::string const& field) const {
    std::vector<double> values;
    for (auto const& item : texts(field)) {
        auto const value = number_or_nan(item);
        if (!value) {
            throw BadInput(fmt::format("item {}, \"{}\", is no number", values.size() + 1, item),
                           where(field), "numbers parted by commas");
        }
        values.push_back(*value);
    }
    return values;
}

}  // namespace vespa::mulumesc
