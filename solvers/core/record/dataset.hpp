#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/parallel/share.hpp"
#include "core/record/element_type.hpp"
#include "core/record/object.hpp"

namespace vespa::record {

/// Extents of a dataset, rows first: {n}, {n, 3}, {n2, n1}, …
using Shape = std::vector<std::uint64_t>;

/// A table of rows, each of one or more elements. Ranks write and read contiguous blocks of rows.
class Dataset : public Object {
  public:
    [[nodiscard]] Shape const& shape() const;
    /// The first extent; 1 for a scalar dataset.
    [[nodiscard]] std::uint64_t rows() const;
    /// Elements of a row: the product of the other extents.
    [[nodiscard]] std::uint64_t row_size() const;
    [[nodiscard]] ElementType type() const;

    /// For each extent the path of the dataset that is its scale ("/x"), as netCDF-4 and HDF5's dimension
    /// scales attach them (attribute DIMENSION_LIST); empty where there is none. \collective
    [[nodiscard]] std::vector<std::string> scales() const;

    /// Writes this rank's block of rows, beginning at first_row; values holds whole rows, possibly none, and
    /// its elements are of the dataset's type. Blocks of different ranks must not overlap. Blocks above 1 GiB
    /// are written in several passes. \collective
    template <class Values>
    void write_rows(std::uint64_t first_row, Values const& values) {
        std::span const view(values);
        write_bytes(first_row, element_type_of<typename decltype(view)::value_type>(), std::as_bytes(view));
    }

    /// Lengthens a growing dataset by every rank's rows, in rank order. \return the row numbers of this
    /// rank's rows.
    ///
    /// Bytes of the file do not depend on the number of ranks if all ranks together append the same rows in
    /// the same calls. \collective
    template <class Values>
    parallel::Range append(Values const& values) {
        std::span const view(values);
        return append_bytes(element_type_of<typename decltype(view)::value_type>(), std::as_bytes(view));
    }

    /// This rank's block of rows, possibly empty, as T. A block beyond the last row is an error; so are data
    /// that T cannot hold (converts_to()), a bad input. \collective
    template <Element T>
    [[nodiscard]] std::vector<T> read_rows(parallel::Range block) const {
        std::vector<T> values;
        read_bytes(block, element_type_of<T>(), [&](std::size_t count) {
            values.resize(count);
            return std::as_writable_bytes(std::span(values));
        });
        return values;
    }

    /// All rows, on every rank. \collective
    template <Element T>
    [[nodiscard]] std::vector<T> read() const {
        return read_rows<T>({0, rows()});
    }

    /// Writes columns from first_column on: of the last extent some elements, of the others all. Local: for
    /// work items that whichever rank is free computes; no two ranks may write the same. \param values the
    /// columns, the last extent running fastest, whole; of the dataset's type \param inner  so many extents
    /// after that of the columns belong whole to each column \pre the dataset is contiguous.
    /// \throws std::runtime_error when the system cannot write; the file then cannot be committed
    template <class Values>
    void write_columns(std::uint64_t first_column, Values const& values, std::size_t inner = 0) {
        std::span const view(values);
        write_column_bytes(first_column, inner, element_type_of<typename decltype(view)::value_type>(),
                           std::as_bytes(view));
    }

    /// Reads columns as write_columns() writes them. Local. \pre T is the dataset's type, and it is
    /// contiguous
    template <Element T>
    [[nodiscard]] std::vector<T> read_columns(parallel::Range columns, std::size_t inner = 0) const {
        std::vector<T> values(columns.size() * column_size(inner));
        read_column_bytes(columns, inner, element_type_of<T>(), std::as_writable_bytes(std::span(values)));
        return values;
    }

  private:
    friend class Group;
    explicit Dataset(std::shared_ptr<detail::Node> node) : Object(std::move(node)) {}

    /// Room for a number of elements.
    using Allocate = std::function<std::span<std::byte>(std::size_t)>;

    void write_bytes(std::uint64_t first_row, ElementType type, std::span<std::byte const> bytes);
    parallel::Range append_bytes(ElementType type, std::span<std::byte const> bytes);
    void read_bytes(parallel::Range block, ElementType type, Allocate const& allocate) const;
    [[nodiscard]] std::uint64_t elements() const { return rows() * row_size(); }
    /// Elements of a column: of all extents but one.
    [[nodiscard]] std::uint64_t column_size(std::size_t inner) const;
    void write_column_bytes(std::uint64_t first, std::size_t inner, ElementType type,
                            std::span<std::byte const> bytes);
    void read_column_bytes(parallel::Range columns, std::size_t inner, ElementType type,
                           std::span<std::byte> bytes) const;
};

}  // namespace vespa::record
