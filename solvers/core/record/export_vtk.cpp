#include "core/record/export_vtk.hpp"

#include <fmt/format.h>

#include <bit>
#include <functional>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/column.hpp"
#include "core/record/detail/part_file.hpp"
#include "core/record/detail/xml_text.hpp"

namespace vespa::record {
namespace {

using detail::Column;
using parallel::Range;

static_assert(std::endian::native == std::endian::little, "files are written as memory holds numbers");

/// Calls visit(rows) for block after block.
template <class Visit>
void for_each_block(std::uint64_t rows, Visit visit) {
    for (std::uint64_t first = 0; first < rows; first += detail::rows_of_block)
        visit(Range{first, std::min(first + detail::rows_of_block, rows)});
}

/// Which rows of the points each item has.
class Paths {
  public:
    Paths(Group const& items, PathsLayout const& layout, std::uint64_t points)
        : first_(items.dataset(layout.index + "_first")), count_(items.dataset(layout.index + "_count")) {
        for_each_block(count_.rows(), [&](Range rows) {
            auto const first = first_.read_rows<std::uint64_t>(rows);
            auto const count = count_.read_rows<std::uint64_t>(rows);
            for (std::size_t k = 0; k < count.size(); ++k) {
                if (count[k] > points || first[k] > points - count[k]) {
                    throw BadInput(fmt::format("row {} ends beyond the {} points", rows.first + k, points),
                                   count_.where(), "an undamaged file");
                }
                if (!is_line(count[k])) continue;
                ++lines;
                corners += count[k];
            }
        });
    }

    static bool is_line(std::uint64_t count) { return count >= 2; }

    /// Calls visit(row within the block, first, count) for each line among some items.
    template <class Visit>
    void for_each_line(Range rows, Visit visit) const {
        auto const first = first_.read_rows<std::uint64_t>(rows);
        auto const count = count_.read_rows<std::uint64_t>(rows);
        for (std::size_t k = 0; k < count.size(); ++k)
            if (is_line(count[k])) visit(k, first[k], count[k]);
    }

    std::uint64_t items() const { return count_.rows(); }

    std::uint64_t lines = 0;
    std::uint64_t corners = 0;  ///< points of all lines

  private:
    Dataset first_, count_;
};

/// An array of the appended data: what its element in the XML says, and how its bytes are written.
struct Array {
    std::string attributes;
    std::string unit;
    std::uint64_t bytes;
    std::function<void(detail::PartFile&)> write;
};

struct Section {
    char const* name;
    std::vector<Array> arrays;
};

/// VTK's word: Int8, UInt64, Float32.
std::string vtk_type(ElementType type) {
    auto name = name_of(type);
    std::size_t const capitals = name[0] == 'u' ? 2 : 1;
    for (std::size_t i = 0; i < capitals; ++i)
        name[i] = static_cast<char>(name[i] - 'a' + 'A');
    return name;
}

std::string attributes_of(Column const& column) {
    return fmt::format("type=\"{}\" Name=\"{}\" NumberOfComponents=\"{}\"", vtk_type(column.dataset.type()),
                       detail::xml_text(column.name), column.dataset.row_size());
}

std::uint64_t row_bytes(Column const& column) {
    return column.dataset.row_size() * size_of(column.dataset.type());
}

/// All rows of a column.
Array point_array(Column const& column) {
    auto const rows = column.dataset.rows();
    return {attributes_of(column), column.meaning.unit, rows * row_bytes(column),
            [&column, rows](detail::PartFile& out) {
                for_each_block(rows, [&](Range block) {
                    out.write(std::span<std::byte const>(read_bytes(column, block)));
                });
            }};
}

/// The rows of the items that are lines.
Array cell_array(Column const& column, Paths const& paths) {
    auto const row = row_bytes(column);
    return {attributes_of(column), column.meaning.unit, paths.lines * row,
            [&column, &paths, row](detail::PartFile& out) {
                for_each_block(paths.items(), [&](Range block) {
                    auto const bytes = read_bytes(column, block);
                    std::vector<std::byte> chosen;
                    paths.for_each_line(block, [&](std::size_t k, std::uint64_t, std::uint64_t) {
                        auto const* at = bytes.data() + k * row;
                        chosen.insert(chosen.end(), at, at + row);
                    });
                    out.write(std::span<std::byte const>(chosen));
                });
            }};
}

/// Integers that each line adds to: add(first, count, numbers).
template <class Add>
Array line_array(char const* name, std::uint64_t size, Paths const& paths, Add add) {
    return {fmt::format("type=\"Int64\" Name=\"{}\"", name), "", size * sizeof(std::int64_t),
            [&paths, add](detail::PartFile& out) mutable {
                for_each_block(paths.items(), [&](Range block) {
                    std::vector<std::int64_t> numbers;
                    paths.for_each_line(block, [&](std::size_t, std::uint64_t first, std::uint64_t count) {
                        add(static_cast<std::int64_t>(first), static_cast<std::int64_t>(count), numbers);
                    });
                    out.write(std::as_bytes(std::span(std::as_const(numbers))));
                });
            }};
}

Section lines_section(Paths const& paths) {
    auto const corners = [](std::int64_t first, std::int64_t count, std::vector<std::int64_t>& numbers) {
        for (std::int64_t i = 0; i < count; ++i)
            numbers.push_back(first + i);
    };
    auto const ends = [end = std::int64_t{0}](std::int64_t, std::int64_t count,
                                              std::vector<std::int64_t>& numbers) mutable {
        numbers.push_back(end += count);
    };
    return {"Lines",
            {line_array("connectivity", paths.corners, paths, corners),
             line_array("offsets", paths.lines, paths, ends)}};
}

/// The XML in front of the appended bytes.
std::string xml_of(std::vector<Section> const& sections, std::uint64_t points, std::uint64_t lines) {
    auto text = fmt::format(
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"1.0\" byte_order=\"LittleEndian\" "
        "header_type=\"UInt64\">\n<PolyData>\n<Piece NumberOfPoints=\"{}\" NumberOfVerts=\"0\" "
        "NumberOfLines=\"{}\" "
        "NumberOfStrips=\"0\" NumberOfPolys=\"0\">\n",
        points, lines);
    std::uint64_t offset = 0;
    for (auto const& section : sections) {
        text += fmt::format("<{}>\n", section.name);
        for (auto const& array : section.arrays) {
            text += fmt::format("<DataArray {} format=\"appended\" offset=\"{}\">", array.attributes, offset);
            if (!array.unit.empty()) {
                text += fmt::format(
                    "<InformationKey name=\"UNITS_LABEL\" location=\"vtkDataArray\">{}</InformationKey>",
                    detail::xml_text(array.unit));
            }
            text += "</DataArray>\n";
            offset += sizeof(std::uint64_t) + array.bytes;
        }
        text += fmt::format("</{}>\n", section.name);
    }
    return text + "</Piece>\n</PolyData>\n<AppendedData encoding=\"raw\">\n_";
}

/// The column of that name, taken out of the others.
Column take(std::vector<Column>& columns, std::string const& name, Group const& group) {
    for (auto column = columns.begin(); column != columns.end(); ++column) {
        if (column->name != name) continue;
        auto taken = *column;
        columns.erase(column);
        return taken;
    }
    throw BadInput("there is no dataset " + name, group.where());
}

Column take_position(std::vector<Column>& columns, PathsLayout const& layout, Group const& points) {
    auto position = take(columns, layout.position, points);
    auto const& dataset = position.dataset;
    if (dataset.row_size() != 3 || !is_floating(dataset.type())) {
        throw BadInput(
            fmt::format("has {} numbers a row, of {}", dataset.row_size(), name_of(dataset.type())),
            dataset.where(), "3 floating-point numbers a row");
    }
    return position;
}

}  // namespace

void export_vtk(File const& file, PathsLayout const& layout, std::filesystem::path const& path,
                Overwrite overwrite) {
    auto const items = file.root().group(layout.items);
    auto const points = file.root().group(layout.points);
    auto point_columns = detail::columns_of(points);
    auto const cell_columns = detail::columns_of(items);
    auto const position = take_position(point_columns, layout, points);
    Paths const paths(items, layout, position.dataset.rows());

    std::vector<Section> sections = {
        {"PointData", {}}, {"CellData", {}}, {"Points", {point_array(position)}}};
    for (auto const& column : point_columns)
        sections[0].arrays.push_back(point_array(column));
    for (auto const& column : cell_columns)
        sections[1].arrays.push_back(cell_array(column, paths));
    sections.push_back(lines_section(paths));

    detail::PartFile out(path, overwrite);
    out.write(xml_of(sections, position.dataset.rows(), paths.lines));
    for (auto const& section : sections) {
        for (auto const& array : section.arrays) {
            out.write(std::as_bytes(std::span(&array.bytes, 1)));
            array.write(out);
        }
    }
    out.write("\n</AppendedData>\n</VTKFile>\n");
    out.commit();
}

}  // namespace vespa::record
