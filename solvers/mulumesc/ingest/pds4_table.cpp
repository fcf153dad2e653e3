#include "mulumesc/ingest/pds4_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <pugixml.hpp>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"

namespace vespa::mulumesc {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t most_bytes = 256u << 20;
constexpr double most_records = 1e8, most_fields = 10000;

/// What a label says of a field of each record.
struct Field {
    std::string name, unit;
    bool is_number = false, is_text = false;
    std::size_t first = 0, length = 0;  ///< of a table of fixed fields, bytes in the record from 0
    std::vector<double> missing;        ///< special constants
};

struct Description {
    fs::path label, data;
    bool is_delimited = false;
    char delimiter = ',';
    std::size_t offset = 0, records = 0, record_length = 0;
    std::vector<Field> fields;
};

std::string text_of(pugi::xml_node const& node, char const* name) {
    return std::string(trimmed(node.child(name).text().get()));
}

std::size_t count_of(Description const& table, pugi::xml_node const& node, char const* name, double least,
                     double most) {
    auto const text = text_of(node, name);
    auto const value = number_or_nan(text);
    if (!value || !(*value >= least && *value <= most) || *value != std::floor(*value))
        throw BadInput(fmt::format("{} is \"{}\"", name, text.substr(0, 40)), table.label.string(),
                       fmt::format("a whole number from {} to {}", least, most));
    return static_cast<std::size_t>(*value);
}

Field field_of(Description const& table, pugi::xml_node const& node) {
    Field field;
    field.name = text_of(node, "name");
    field.unit = text_of(node, "unit");
    auto const type = text_of(node, "data_type");
    field.is_number = type == "ASCII_Real" || type.starts_with("ASCII_Integer") ||
                      type.starts_with("ASCII_NonNegative_Integer");
    field.is_text = type == "ASCII_String" || type == "UTF8_String" || type == "ASCII_Short_String_Collapsed";
    for (auto const& constant : node.child("Special_Constants").children())
        if (auto const value = number_or_nan(trimmed(constant.text().get()))) field.missing.push_back(*value);
    if (table.is_delimited) return field;
    auto const length = static_cast<double>(table.record_length);
    field.first = count_of(table, node, "field_location", 1, length) - 1;
    field.length = count_of(table, node, "field_length", 1, length);
    if (field.first + field.length > table.record_length)
        throw BadInput(fmt::format("field {} reaches beyond the record", field.name), table.label.string(),
                       fmt::format("fields within {} bytes", table.record_length));
    return field;
}

char delimiter_of(Description const& table, std::string const& name) {
    for (auto const& [known, c] : {std::pair("Comma", ','), std::pair("Horizontal Tab", '\t'),
                                   std::pair("Semicolon", ';'), std::pair("Vertical Bar", '|')})
        if (name == known) return c;
    throw BadInput(fmt::format("field_delimiter is \"{}\"", name.substr(0, 40)), table.label.string(),
                   "Comma, Horizontal Tab, Semicolon or Vertical Bar");
}

Description describe(fs::path const& label, pugi::xml_node const& area, pugi::xml_node const& node) {
    Description table;
    table.label = label;
    table.is_delimited = std::string_view(node.name()) == "Table_Delimited";
    auto const name = text_of(area.child("File"), "file_name");
    // A name alone: what a label points to lies beside it.
    if (name.empty() || fs::path(name).filename() != name || name == "." || name == "..")
        throw BadInput(fmt::format("file_name is \"{}\"", name.substr(0, 80)), label.string(),
                       "the name of a file beside the label");
    table.data = label.parent_path() / name;
    table.offset = count_of(table, node, "offset", 0, static_cast<double>(most_bytes));
    table.records = count_of(table, node, "records", 1, most_records);
    auto const record = node.child(table.is_delimited ? "Record_Delimited" : "Record_Character");
    if (table.is_delimited) {
        table.delimiter = delimiter_of(table, text_of(node, "field_delimiter"));
    } else {
        table.record_length = count_of(table, record, "record_length", 1, 1e6);
    }
    for (auto const& field : record.children(table.is_delimited ? "Field_Delimited" : "Field_Character"))
        table.fields.push_back(field_of(table, field));
    if (table.fields.empty() || static_cast<double>(table.fields.size()) > most_fields)
        throw BadInput(fmt::format("a record of {} fields", table.fields.size()), label.string(),
                       fmt::format("1 to {}", most_fields));
    if (record.child("Group_Field_Character") || record.child("Group_Field_Delimited"))
        throw BadInput("the record has groups of fields", label.string(), "single fields");
    return table;
}

std::string bytes_from(Description const& table) {
    std::error_code error;
    auto const size = fs::file_size(table.data, error);
    if (error) throw BadInput("cannot be read: " + error.message(), table.data.string(), "a readable file");
    if (size > most_bytes)
        throw BadInput(fmt::format("{} bytes", size), table.data.string(), "up to 256 MiB");
    std::ifstream stream(table.data, std::ios::binary);
    std::string content(size, '\0');
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)))
        throw BadInput("cannot be read to its end", table.data.string(), "a readable file");
    if (table.offset >= size)
        throw BadInput(fmt::format("holds {} bytes; the label begins the table at {}", size, table.offset),
                       table.data.string(), "the whole table");
    return content;
}

/// The records one after the other, cut into fields.
class Records {
  public:
    explicit Records(Description const& table)
        : table_(table), content_(bytes_from(table)), at_(table.offset) {
        if (table.is_delimited) return;
        auto const there = (content_.size() - at_) / table.record_length;
        // The last record may lack its line end, as may the file.
        auto const rest = (content_.size() - at_) % table.record_length;
        if (there + (rest + 2 >= table.record_length ? 1 : 0) < table.records)
            throw BadInput(fmt::format("holds {} records of {} bytes; the label promises {}", there,
                                       table.record_length, table.records),
                           table.data.string(), "all records");
    }

    void next(std::vector<std::string>& fields) {
        fields.clear();
        ++number_;
        if (!table_.is_delimited) {
            for (auto const& field : table_.fields) {
                auto const first = std::min(at_ + field.first, content_.size());
                fields.emplace_back(trimmed(std::string_view(content_).substr(first, field.length)));
            }
            at_ += table_.record_length;
            return;
        }
        if (at_ >= content_.size())
            throw BadInput(
                fmt::format("ends after {} records; the label promises {}", number_ - 1, table_.records),
                table_.data.string(), "all records");
        auto const end = std::min(content_.find('\n', at_), content_.size());
        for (auto const field : parts_of(std::string_view(content_).substr(at_, end - at_), table_.delimiter))
            fields.emplace_back(field);
        at_ = end + 1;
        if (fields.size() != table_.fields.size())
            throw BadInput(fmt::format("{} fields stand here", fields.size()), where(),
                           fmt::format("{}, as the label says", table_.fields.size()));
    }

    std::string where() const { return fmt::format("{}: record {}", table_.data.string(), number_); }

  private:
    Description const& table_;
    std::string content_;
    std::size_t at_ = 0, number_ = 0;
};

double number_in(Field const& field, std::string const& text, Records const& records) {
    if (text.empty()) return std::nan("");
    auto const value = number_or_nan(text);
    if (!value)
        throw BadInput(fmt::format("{} is \"{}\"", field.name, text.substr(0, 40)), records.where(),
                       "a number");
    bool const is_missing =
        std::find(field.missing.begin(), field.missing.end(), *value) != field.missing.end();
    return is_missing ? std::nan("") : *value;
}

std::string unquoted(std::string const& text) {
    return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2)
                                                                         : text;
}

ColumnTable columns_of(Description const& table) {
    ColumnTable out;
    out.format = "PDS4 table";
    out.file = table.label;
    out.rows = table.records;
    for (auto const& field : table.fields) {
        if (field.is_number) out.numbers.push_back({field.name, field.unit, {}, {}, {}});
        if (field.is_text) out.texts.push_back({field.name, {}});
    }
    Records records(table);
    std::vector<std::string> fields;
    for (std::size_t row = 0; row < table.records; ++row) {
        records.next(fields);
        std::size_t number = 0, text = 0;
        for (std::size_t k = 0; k < fields.size(); ++k) {
            auto const& field = table.fields[k];
            if (field.is_number) {
                auto& column = out.numbers[number++];
                column.values.push_back(number_in(field, unquoted(fields[k]), records));
                column.ends.push_back(column.values.size());
            } else if (field.is_text) {
                out.texts[text++].values.push_back(unquoted(fields[k]));
            }
        }
    }
    return out;
}

}  // namespace

ColumnTable read_pds4(fs::path const& label) {
    pugi::xml_document document;
    auto const parsed = document.load_file(label.c_str());
    if (!parsed)
        throw BadInput(fmt::format("{} at byte {}", parsed.description(), parsed.offset), label.string(),
                       "a PDS4 label");
    std::size_t binary = 0;
    for (auto const& area : document.document_element().children()) {
        if (!std::string_view(area.name()).starts_with("File_Area")) continue;
        for (auto const& node : area.children()) {
            std::string_view const name = node.name();
            binary += name == "Table_Binary";
            if (name != "Table_Character" && name != "Table_Delimited") continue;
            auto const table = describe(label, area, node);
            if (std::count_if(table.fields.begin(), table.fields.end(),
                              [](auto& f) { return f.is_number; }) >= 2)
                return columns_of(table);
        }
    }
    throw BadInput(binary ? "describes binary tables alone" : "describes no table of two columns of numbers",
                   label.string(), "Table_Character or Table_Delimited");
}

}  // namespace vespa::mulumesc
