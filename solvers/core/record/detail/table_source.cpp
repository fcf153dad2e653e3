#include "core/record/detail/table_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/column.hpp"

namespace vespa::record::detail {
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

/// A table one column a wavenumber.
struct Spectra {
    std::string name;
    Dataset dataset;
    Meaning meaning;

    [[nodiscard]] std::uint64_t count() const {
        return dataset.shape().size() == 1 ? 1 : dataset.shape().front();
    }
};

std::string text_attribute(Object const& object, char const* name) {
    return object.has_attribute(name) ? object.attribute<std::string>(name) : std::string();
}

void add_spectra(Group const& group, std::string const& prefix, std::uint64_t points,
                 std::vector<Spectra>& spectra) {
    for (auto const& name : group.dataset_names_as_made()) {
        auto const dataset = group.dataset(name);
        auto const& shape = dataset.shape();
        if (dataset.type() != ElementType::float64 || shape.empty() || shape.size() > 2 ||
            shape.back() != points || prefix + name == "wavenumber")
            continue;
        spectra.push_back({prefix + name,
                           dataset,
                           {text_attribute(dataset, "unit"), text_attribute(dataset, "description"),
                            text_attribute(dataset, "ucd")}});
    }
}

/// In the order of their making; what groups hold after what the group itself holds. Groups of other lengths
/// than the wavenumbers' are passed over, and so are those with wavenumbers of their own and `block`, whose
/// tables are of the run.
std::vector<Spectra> spectra_of(Group const& group, std::uint64_t points) {
    std::vector<Spectra> spectra;
    add_spectra(group, "", points, spectra);
    for (auto const& name : group.group_names())
        if (name != "block" && name != "state" && name != "level" && !group.has(name + "/wavenumber"))
            add_spectra(group.group(name), name + "_", points, spectra);
    return spectra;
}

/// "radiance_limb_10_km", or numbered from 1 where rows have no names.
std::vector<VotableField> fields_of(Spectra const& spectra, std::vector<std::string> const& views) {
    std::vector<VotableField> fields;
    bool const has_names = spectra.dataset.shape().size() == 2 && views.size() == spectra.count();
    for (std::uint64_t row = 0; row < spectra.count(); ++row) {
        auto name = spectra.name;
        auto meaning = spectra.meaning;
        if (has_names) {
            name += "_" + views[row];
            meaning.description += "; " + views[row];
        } else if (spectra.dataset.shape().size() == 2) {
            name += fmt::format("_{}", row + 1);
            meaning.description += fmt::format("; row {}", row + 1);
        }
        std::replace(name.begin(), name.end(), ' ', '_');
        fields.push_back({name, ElementType::float64, 1, meaning, {}});
    }
    return fields;
}

}  // namespace

void TableSource::stream(TakeRows const& take) const {
    for (std::uint64_t first = 0; first < header.rows; first += rows_of_block) {
        parallel::Range const block{first, std::min(first + rows_of_block, header.rows)};
        auto const bytes = read(block);
        take(block, std::vector<std::span<std::byte const>>(bytes.begin(), bytes.end()));
    }
}

TableSource group_as_table(File const& file, std::string const& group) {
    auto const columns = columns_of(file.root().group(group));
    TableSource source;
    source.header = {group,
                     fmt::format("/{} of {}", group, file.path().filename().string()),
                     params_of(file.root()),
                     {},
                     columns[0].dataset.rows()};
    for (auto const& column : columns)
        source.header.fields.push_back(
            {column.name, column.dataset.type(), column.dataset.row_size(), column.meaning, column.options});
    source.read = [columns](parallel::Range rows) {
        std::vector<std::vector<std::byte>> bytes;
        for (auto const& column : columns)
            bytes.push_back(read_bytes(column, rows));
        return bytes;
    };
    return source;
}

TableSource spectra_as_table(File const& file, std::string const& group) {
    auto const root = file.root();
    auto const place = group.empty() ? root : root.group(group);
    auto const wavenumber = place.dataset("wavenumber");
    auto const rows = wavenumber.rows();
    if (wavenumber.shape().size() != 1 || wavenumber.type() != ElementType::float64)
        throw BadInput("is no list of 64-bit numbers", wavenumber.where(), "a result of vespa-lbl");
    std::vector<Spectra> tables{
        {"wavenumber",
         wavenumber,
         {text_attribute(wavenumber, "unit"), text_attribute(wavenumber, "description"),
          text_attribute(wavenumber, "ucd")}}};
    for (auto const& spectra : spectra_of(place, rows))
        tables.push_back(spectra);
    auto const views = root.has_attribute("views") ? root.attribute<std::vector<std::string>>("views")
                                                   : std::vector<std::string>{};
    TableSource source;
    source.header = {"spectra", "Spectra of " + file.path().filename().string(), params_of(root), {}, rows};
    for (auto const& table : tables)
        for (auto const& field : fields_of(table, views))
            source.header.fields.push_back(field);
    source.read = [tables](parallel::Range block) {
        std::vector<std::vector<std::byte>> bytes;
        for (auto const& table : tables) {
            auto const values = table.dataset.read_columns<double>(block);
            for (std::uint64_t at = 0; at < values.size(); at += block.size()) {
                auto const column = std::as_bytes(std::span(values).subspan(at, block.size()));
                bytes.emplace_back(column.begin(), column.end());
            }
        }
        return bytes;
    };
    return source;
}

}  // namespace vespa::record::detail
