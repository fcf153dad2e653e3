#include "core/record/detail/column.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/visit_element.hpp"

namespace vespa::record::detail {
namespace {

std::string text_attribute(Object const& object, char const* name) {
    return object.has_attribute(name) ? object.attribute<std::string>(name) : std::string();
}

/// Of lines "code name: explanation"; others are left out.
std::vector<std::pair<std::string, std::int64_t>> options_of(std::string_view lines) {
    std::vector<std::pair<std::string, std::int64_t>> options;
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        std::int64_t code = 0;
        auto const end = std::from_chars(line.data(), line.data() + line.size(), code).ptr;
        auto const name = line.substr(static_cast<std::size_t>(end - line.data()));
        if (end == line.data() || !name.starts_with(' ')) continue;
        options.emplace_back(name.substr(1, name.find(':') - 1), code);
    }
    return options;
}

}  // namespace

std::vector<Column> columns_of(Group const& table) {
    std::vector<Column> columns;
    for (auto const& name : table.dataset_names_as_made()) {
        auto const dataset = table.dataset(name);
        columns.push_back({name,
                           dataset,
                           {text_attribute(dataset, "unit"), text_attribute(dataset, "description"),
                            text_attribute(dataset, "ucd")},
                           options_of(text_attribute(dataset, "meanings"))});
        if (dataset.rows() != columns[0].dataset.rows() || dataset.row_size() == 0) {
            throw BadInput(fmt::format("has {} rows of {} numbers", dataset.rows(), dataset.row_size()),
                           dataset.where(),
                           fmt::format("{} rows, as {}", columns[0].dataset.rows(), columns[0].name));
        }
    }
    if (columns.empty()) throw BadInput("holds no dataset", table.where(), "a group of columns");
    return columns;
}

std::vector<std::byte> read_bytes(Column const& column, parallel::Range rows) {
    return visit_element(column.dataset.type(), [&](auto zero) {
        auto const values = column.dataset.read_rows<decltype(zero)>(rows);
        std::vector<std::byte> bytes(values.size() * sizeof(zero));
        if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
        return bytes;
    });
}

}  // namespace vespa::record::detail
