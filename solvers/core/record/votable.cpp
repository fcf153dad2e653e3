#include "core/record/votable.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "core/record/detail/base64.hpp"
#include "core/record/detail/part_file.hpp"
#include "core/record/detail/visit_element.hpp"
#include "core/record/detail/votable_header.hpp"

namespace vespa::record {
namespace {

static_assert(std::endian::native == std::endian::little || std::endian::native == std::endian::big);

/// The type that VOTable has for a T.
template <class T>
using Written = std::conditional_t<
    std::is_floating_point_v<T> || std::is_same_v<T, std::uint8_t>, T,
    std::conditional_t<sizeof(T) == 1, std::int16_t,
                       std::conditional_t<std::is_signed_v<T>, T,
                                          std::conditional_t<sizeof(T) == 2, std::int32_t, std::int64_t>>>>;

template <class T>
Written<T> written(T value) {
    if constexpr (std::is_same_v<T, std::uint64_t>) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            throw std::runtime_error(fmt::format("{} is beyond what a VOTable's long can hold", value));
    }
    return static_cast<Written<T>>(value);
}

template <class T>
void put_big_endian(T value, std::vector<std::byte>& row) {
    auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
    if constexpr (std::endian::native == std::endian::little) {
        for (std::size_t i = 0; i < sizeof(T) / 2; ++i)
            std::swap(bytes[i], bytes[sizeof(T) - 1 - i]);
    }
    row.insert(row.end(), bytes.begin(), bytes.end());
}

template <class T>
void put_text(T value, std::string& row) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(value)) {
            row += "NaN";
            return;
        }
        if (std::isinf(value)) {
            row += value > 0 ? "+Inf" : "-Inf";
            return;
        }
    }
    fmt::format_to(std::back_inserter(row), "{}", value);
}

/// Calls put(element) for each element of a cell.
template <class Put>
void for_each_element(VotableField const& field, std::span<std::byte const> column, std::uint64_t row,
                      Put put) {
    detail::visit_element(field.type, [&](auto zero) {
        using T = decltype(zero);
        auto const* at = column.data() + row * field.elements * sizeof(T);
        for (std::uint64_t i = 0; i < field.elements; ++i, at += sizeof(T)) {
            T value;
            std::memcpy(&value, at, sizeof(T));
            put(written(value));
        }
    });
}

}  // namespace

struct VotableWriter::Out {
    Out(std::filesystem::path const& path, Overwrite overwrite, VotableHeader&& head, Serialization how)
        : header((detail::check(head), std::move(head))), serialization(how), file(path, overwrite) {}

    using Columns = std::span<std::span<std::byte const> const>;

    std::string text_of(Columns columns, std::uint64_t count) const {
        std::string text;
        for (std::uint64_t row = 0; row < count; ++row) {
            text += "<TR>";
            for (std::size_t f = 0; f < columns.size(); ++f) {
                text += "<TD>";
                for_each_element(header.fields[f], columns[f], row, [&](auto value) {
                    if (text.back() != '>') text += ' ';
                    put_text(value, text);
                });
                text += "</TD>";
            }
            text += "</TR>\n";
        }
        return text;
    }

    /// Rows begin with a bit for each field, set where its value is absent: none is here, NaN says it.
    std::vector<std::byte> bytes_of(Columns columns, std::uint64_t count) const {
        std::vector<std::byte> bytes;
        for (std::uint64_t row = 0; row < count; ++row) {
            bytes.insert(bytes.end(), (columns.size() + 7) / 8, std::byte{0});
            for (std::size_t f = 0; f < columns.size(); ++f)
                for_each_element(header.fields[f], columns[f], row,
                                 [&](auto value) { put_big_endian(value, bytes); });
        }
        return bytes;
    }

    /// Rows in these columns. \throws std::invalid_argument
    std::uint64_t count_rows(Columns columns) const {
        if (columns.size() != header.fields.size()) {
            throw std::invalid_argument(fmt::format("{}: {} columns given for {} fields",
                                                    file.path().string(), columns.size(),
                                                    header.fields.size()));
        }
        std::uint64_t count = 0;
        for (std::size_t f = 0; f < columns.size(); ++f) {
            auto const cell = header.fields[f].elements * size_of(header.fields[f].type);
            auto const rows = columns[f].size() / cell;
            if (columns[f].size() % cell != 0 || (f > 0 && rows != count)) {
                throw std::invalid_argument(
                    fmt::format("{}: field \"{}\" does not have the rows of the others", file.path().string(),
                                header.fields[f].name));
            }
            count = rows;
        }
        return count;
    }

    VotableHeader header;
    Serialization serialization;
    detail::PartFile file;
    detail::Base64 base64 = {};
    std::uint64_t rows_written = 0;
};

VotableWriter::VotableWriter(std::filesystem::path const& path, Overwrite overwrite, VotableHeader header,
                             Serialization serialization)
    : out_(std::make_unique<Out>(path, overwrite, std::move(header), serialization)) {
    out_->file.write(detail::votable_begin(out_->header));
    bool const is_text = serialization == Serialization::tabledata;
    out_->file.write(is_text ? "<DATA><TABLEDATA>\n" : "<DATA><BINARY2><STREAM encoding=\"base64\">\n");
}

VotableWriter::~VotableWriter() = default;

void VotableWriter::append(std::span<std::span<std::byte const> const> columns) {
    auto const count = out_->count_rows(columns);
    if (out_->serialization == Serialization::tabledata) {
        out_->file.write(out_->text_of(columns, count));
    } else {
        out_->file.write(out_->base64.add(out_->bytes_of(columns, count)));
    }
    out_->rows_written += count;
}

void VotableWriter::commit() {
    if (out_->rows_written != out_->header.rows) {
        throw std::logic_error(fmt::format("{}: {} of {} rows were given", out_->file.path().string(),
                                           out_->rows_written, out_->header.rows));
    }
    bool const is_text = out_->serialization == Serialization::tabledata;
    if (!is_text) out_->file.write(out_->base64.end());
    out_->file.write(is_text ? "</TABLEDATA></DATA>\n" : "</STREAM></BINARY2></DATA>\n");
    out_->file.write("</TABLE>\n</RESOURCE>\n</VOTABLE>\n");
    out_->file.commit();
}

}  // namespace vespa::record
