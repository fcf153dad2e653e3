#pragma once
#include <cstdint>
#include <span>
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
    [[nodiscard]] Shape const& shape() const { return shape_; }
    /// The first extent; 1 for a scalar dataset.
    [[nodiscard]] std::uint64_t rows() const { return shape_.empty() ? 1 : shape_[0]; }
    /// Elements of a row: the product of the other extents.
    [[nodiscard]] std::uint64_t row_size() const;
    [[nodiscard]] ElementType type() const { return type_; }

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

    /// This rank's block of rows, possibly empty, converted to T. Floating-point data do not convert to an
    /// integer type: that is an error, as is a block beyond the last row. \collective
    template <Element T>
    [[nodiscard]] std::vector<T> read_rows(parallel::Range block) const {
        std::vector<T> values(elements_in(block));
        read_bytes(block, element_type_of<T>(), std::as_writable_bytes(std::span(values)));
        return values;
    }

    /// All rows, on every rank. \collective
    template <Element T>
    [[nodiscard]] std::vector<T> read() const {
        return read_rows<T>({0, rows()});
    }

  private:
    friend class Group;
    Dataset(std::shared_ptr<detail::Node> node, Shape shape, ElementType type);

    void write_bytes(std::uint64_t first_row, ElementType type, std::span<std::byte const> bytes);
    parallel::Range append_bytes(ElementType type, std::span<std::byte const> bytes);
    void read_bytes(parallel::Range block, ElementType type, std::span<std::byte> bytes) const;
    std::size_t elements_in(parallel::Range block) const;

    Shape shape_;
    ElementType type_;
};

}  // namespace vespa::record
