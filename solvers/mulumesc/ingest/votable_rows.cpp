#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/text_lines.hpp"
#include "mulumesc/ingest/votable_fields.hpp"

namespace vespa::mulumesc {

namespace {

std::string_view local_name(pugi::xml_node const& node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Puts the cells of a row into the columns.
class Cells {
  public:
    explicit Cells(ColumnTable& out) : out_(out) {}
    void begin_row() {
        number_ = text_ = 0;
        ++out_.rows;
    }
    void add_text(std::string value) { out_.texts[text_++].values.push_back(std::move(value)); }
    void add_numbers(std::span<double const> values) {
        auto& column = out_.numbers[number_++];
        column.values.insert(column.values.end(), values.begin(), values.end());
        column.ends.push_back(column.values.size());
    }

  private:
    ColumnTable& out_;
    std::size_t number_ = 0, text_ = 0;
};

double with_null(VotableField const& field, double value) {
    return field.null && value == *field.null ? std::nan("") : value;
}

/// Numbers of a cell, parted by white space; "0x…" of unsigned bytes is not taken.
std::vector<double> numbers_in(VotableField const& field, std::string const& cell, std::string const& where) {
    std::vector<double> values;
    for (auto const word : words_of(cell)) {
        auto const value =
            word == "+Inf" || word == "-Inf" ? std::optional(std::nan("")) : number_or_nan(word);
        if (!value)
            throw BadInput(fmt::format("{} is \"{}\"", field.name, word.substr(0, 40)), where, "numbers");
        values.push_back(with_null(field, *value));
    }
    if (values.empty() && !field.is_variable) values.assign(field.fixed_count, std::nan(""));
    if (!field.is_variable && values.size() != field.fixed_count)
        throw BadInput(fmt::format("{} has {} numbers", field.name, values.size()), where,
                       fmt::format("{}, as its arraysize says", field.fixed_count));
    return values;
}

/// Base64 with white space. \throws BadInput
std::vector<std::uint8_t> decoded(std::string_view text, std::string const& where) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int have = 0;
    for (char const c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '=') continue;
        int const digit = c >= 'A' && c <= 'Z'   ? c - 'A'
                          : c >= 'a' && c <= 'z' ? c - 'a' + 26
                          : c >= '0' && c <= '9' ? c - '0' + 52
                          : c == '+'             ? 62
                          : c == '/'             ? 63
                                                 : -1;
        if (digit < 0) throw BadInput("holds characters that are no base64", where, "base64");
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffffff;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> have & 0xff));
    }
    return bytes;
}

/// Big-endian elements of a stream.
class Stream {
  public:
    Stream(std::vector<std::uint8_t> bytes, std::string where)
        : bytes_(std::move(bytes)), where_(std::move(where)) {}

    bool at_end() const { return at_ == bytes_.size(); }
    std::span<std::uint8_t const> take(std::size_t count) {
        if (count > bytes_.size() - at_) throw BadInput("ends within a row", where_, "whole rows");
        at_ += count;
        return std::span(bytes_).subspan(at_ - count, count);
    }
    std::uint64_t whole(std::size_t count) {
        std::uint64_t value = 0;
        for (auto const byte : take(count))
            value = value << 8 | byte;
        return value;
    }
    double number(VotableField const& field) {
        auto const bits = whole(field.element_bytes);
        if (field.datatype == "double") return std::bit_cast<double>(bits);
        if (field.datatype == "float")
            return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        if (field.datatype == "unsignedByte") return static_cast<double>(bits);
        if (field.datatype == "short") return static_cast<double>(static_cast<std::int16_t>(bits));
        if (field.datatype == "int") return static_cast<double>(static_cast<std::int32_t>(bits));
        return static_cast<double>(static_cast<std::int64_t>(bits));
    }
    std::size_t left() const { return bytes_.size() - at_; }
    std::string const& where() const { return where_; }

  private:
    std::vector<std::uint8_t> bytes_;
    std::string where_;
    std::size_t at_ = 0;
};

std::size_t count_in(VotableField const& field, Stream& stream) {
    if (!field.is_variable) return field.fixed_count;
    auto const count = stream.whole(4);
    if (count > stream.left() / field.element_bytes + 1)
        throw BadInput(fmt::format("a cell of {} announces {} elements", field.name, count), stream.where(),
                       "as many as there are");
    return count;
}

void take_cell(VotableField const& field, bool is_null, Stream& stream, Cells& cells) {
    auto const count = count_in(field, stream);
    if (field.is_text) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            auto const c = stream.whole(field.element_bytes);
            if (c != 0) text += c < 128 ? static_cast<char>(c) : '?';
        }
        return cells.add_text(std::string(trimmed(text)));
    }
    if (!field.is_number) {
        // Bits are packed, eight to a byte.
        stream.take(field.datatype == "bit" ? (count + 7) / 8 : count * field.element_bytes);
        return;
    }
    if (count > stream.left() / field.element_bytes)
        throw BadInput("ends within a row", stream.where(), "whole rows");
    std::vector<double> values(count);
    for (double& value : values) {
        value = with_null(field, stream.number(field));
        if (is_null) value = std::nan("");
    }
    cells.add_numbers(values);
}

}  // namespace

void read_tabledata(pugi::xml_node const& data, std::vector<VotableField> const& fields, ColumnTable& out) {
    Cells cells(out);
    for (auto const& row : data.children()) {
        if (local_name(row) != "TR") continue;
        cells.begin_row();
        auto const where = fmt::format("{}: row {}", out.file.string(), out.rows);
        std::size_t k = 0;
        for (auto const& cell : row.children()) {
            if (local_name(cell) != "TD") continue;
            if (k == fields.size()) throw BadInput("has more cells than FIELDs", where, fmt::format("{}", k));
            auto const& field = fields[k++];
            std::string const text = cell.text().get();
            if (field.is_text) {
                cells.add_text(std::string(trimmed(text)));
            } else if (field.is_number) {
                cells.add_numbers(numbers_in(field, text, where));
            }
        }
        if (k != fields.size())
            throw BadInput(fmt::format("has {} cells", k), where,
                           fmt::format("{}, one for each FIELD", fields.size()));
    }
}

void read_binary(pugi::xml_node const& stream, bool has_null_flags, std::vector<VotableField> const& fields,
                 ColumnTable& out) {
    auto const where = out.file.string() + ": STREAM";
    if (!stream || stream.attribute("href") ||
        std::string_view(stream.attribute("encoding").as_string()) != "base64")
        throw BadInput("is not within the document", where, "encoding=\"base64\"");
    Stream bytes(decoded(stream.text().get(), where), where);
    Cells cells(out);
    while (!bytes.at_end()) {
        cells.begin_row();
        std::vector<std::uint8_t> nulls((fields.size() + 7) / 8, 0);
        if (has_null_flags) {
            auto const flags = bytes.take(nulls.size());
            nulls.assign(flags.begin(), flags.end());
        }
        auto const before = bytes.left() + (has_null_flags ? nulls.size() : 0);
        for (std::size_t k = 0; k < fields.size(); ++k)
            take_cell(fields[k], (nulls[k / 8] & (0x80u >> k % 8)) != 0, bytes, cells);
        if (bytes.left() == before) throw BadInput("rows of no bytes", where, "columns with elements");
    }
}

}  // namespace vespa::mulumesc
