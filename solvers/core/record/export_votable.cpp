#include "core/record/export_votable.hpp"

#include <fmt/format.h>

#include "core/record/detail/column.hpp"

namespace vespa::record {
namespace {

bool is_list(AttributeValue const& value) {
    return value.index() > 2;
}

/// The attributes of an object as PARAMs; those of a group carry its name, and its attribute `unit`.
void add_params(Object const& object, std::string const& prefix, std::vector<VotableParam>& params) {
    auto const unit = object.has_attribute("unit") ? object.attribute<std::string>("unit") : std::string();
    for (auto const& name : object.attribute_names()) {
        auto value = object.attribute(name);
        if (is_list(value) || name == "unit") continue;
        bool const is_number = !std::holds_alternative<std::string>(value);
        params.push_back({prefix + name, std::move(value), {is_number ? unit : "", "", ""}});
    }
}

std::vector<VotableParam> params_of(Group const& root) {
    std::vector<VotableParam> params;
    add_params(root, "", params);
    for (auto const& name : root.group_names()) {
        auto const group = root.group(name);
        if (group.dataset_names().empty() && group.group_names().empty())
            add_params(group, name + "_", params);
    }
    return params;
}

}  // namespace

void export_votable(File const& file, std::string const& table, std::filesystem::path const& path,
                    Overwrite overwrite, Serialization serialization) {
    auto const columns = detail::columns_of(file.root().group(table));
    auto const rows = columns[0].dataset.rows();
    VotableHeader header{table,
                         fmt::format("/{} of {}", table, file.path().filename().string()),
                         params_of(file.root()),
                         {},
                         rows};
    for (auto const& column : columns) {
        header.fields.push_back(
            {column.name, column.dataset.type(), column.dataset.row_size(), column.meaning, column.options});
    }
    VotableWriter writer(path, overwrite, std::move(header), serialization);
    for (std::uint64_t first = 0; first < rows; first += detail::rows_of_block) {
        std::vector<std::vector<std::byte>> bytes;
        for (auto const& column : columns)
            bytes.push_back(read_bytes(column, {first, std::min(first + detail::rows_of_block, rows)}));
        writer.append(std::vector<std::span<std::byte const>>(bytes.begin(), bytes.end()));
    }
    writer.commit();
}

}  // namespace vespa::record
