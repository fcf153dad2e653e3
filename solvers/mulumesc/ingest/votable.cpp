#include "mulumesc/ingest/votable.hpp"

#include <fmt/format.h>

#include <map>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"
#include "mulumesc/ingest/votable_fields.hpp"

namespace vespa::mulumesc {

namespace {

constexpr double most_elements = 1e8;

/// A name without its namespace prefix.
std::string_view local_name(pugi::xml_node const& node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_of(pugi::xml_node const& node, std::string_view name) {
    for (auto const& child : node.children())
        if (local_name(child) == name) return child;
    return {};
}

/// Cells of a table in the order of rows, looked for in depth.
struct Walker : pugi::xml_tree_walker {
    std::vector<pugi::xml_node> tables;
    bool for_each(pugi::xml_node& node) override {
        if (local_name(node) == "TABLE" && child_of(node, "DATA")) tables.push_back(node);
        return true;
    }
};

ColumnTable read_table(std::filesystem::path const& file, pugi::xml_node const& table) {
    ColumnTable out;
    out.format = "VOTable";
    out.file = file;
    std::vector<VotableField> fields;
    for (auto const& node : table.children())
        if (local_name(node) == "FIELD")
            fields.push_back(
                votable_field(node, fmt::format("{}: FIELD {}", file.string(), fields.size() + 1)));
    if (fields.empty()) throw BadInput("a TABLE without FIELDs", file.string(), "columns");
    for (auto const& field : fields) {
        if (field.is_text) out.texts.push_back({field.name, {}});
        if (field.is_number) out.numbers.push_back({field.name, field.unit, field.ucd, {}, {}});
    }
    auto const data = child_of(table, "DATA");
    if (auto const rows = child_of(data, "TABLEDATA")) {
        read_tabledata(rows, fields, out);
        return out;
    }
    for (auto const* name : {"BINARY2", "BINARY"}) {
        auto const binary = child_of(data, name);
        if (!binary) continue;
        read_binary(child_of(binary, "STREAM"), std::string_view(name) == "BINARY2", fields, out);
        return out;
    }
    throw BadInput("its DATA is none of these", file.string(), "TABLEDATA, BINARY, BINARY2");
}

}  // namespace

VotableField votable_field(pugi::xml_node const& node, std::string const& where) {
    static std::map<std::string, std::size_t, std::less<>> const bytes = {
        {"boolean", 1}, {"bit", 1},         {"unsignedByte", 1}, {"short", 2},
        {"int", 4},     {"long", 8},        {"char", 1},         {"float", 4},
        {"double", 8},  {"unicodeChar", 2}, {"floatComplex", 8}, {"doubleComplex", 16}};
    VotableField field;
    field.name = node.attribute("name").as_string(node.attribute("ID").as_string("unnamed"));
    field.unit = node.attribute("unit").as_string();
    field.ucd = node.attribute("ucd").as_string();
    field.datatype = node.attribute("datatype").as_string();
    auto const known = bytes.find(field.datatype);
    if (known == bytes.end())
        throw BadInput(fmt::format("datatype is \"{}\"", field.datatype.substr(0, 40)), where,
                       "a datatype of VOTable");
    field.element_bytes = known->second;
    field.is_text = field.datatype == "char" || field.datatype == "unicodeChar";
    field.is_number = !field.is_text && field.datatype != "boolean" && field.datatype != "bit" &&
                      !field.datatype.ends_with("Complex");
    std::string size(trimmed(node.attribute("arraysize").as_string()));
    if (size.ends_with('*')) {
        field.is_variable = true;
        size.pop_back();
        // "12*" is at most 12; "3x*" is rows of three.
        if (size.ends_with('x')) size.pop_back();
    }
    if (!size.empty() && !field.is_variable) {
        double count = 1;
        for (auto const part : parts_of(size, 'x')) {
            auto const value = to_number(part);
            if (!value || !(*value >= 1 && *value <= most_elements))
                throw BadInput(fmt::format("arraysize is \"{}\"", size.substr(0, 40)), where,
                               "numbers with x between, the last *");
            count *= *value;
        }
        if (!(count <= most_elements)) throw BadInput("arraysize is " + size, where, "up to 1e8 elements");
        field.fixed_count = static_cast<std::size_t>(count);
    }
    auto const null = node.child("VALUES").attribute("null");
    if (null) field.null = number_or_nan(trimmed(null.as_string()));
    return field;
}

ColumnTable read_votable(std::filesystem::path const& file) {
    pugi::xml_document document;
    auto const parsed = document.load_file(file.c_str());
    if (!parsed)
        throw BadInput(fmt::format("{} at byte {}", parsed.description(), parsed.offset), file.string(),
                       "a VOTable");
    Walker walker;
    document.traverse(walker);
    for (auto const& node : walker.tables) {
        auto table = read_table(file, node);
        if (table.rows > 0) return table;
    }
    throw BadInput("has no TABLE with rows", file.string(), "spectra as a TABLE");
}

}  // namespace vespa::mulumesc
