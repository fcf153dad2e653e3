#include <fmt/format.h>

#include <stdexcept>

#include "core/record/dataset.hpp"
#include "core/record/detail/node.hpp"

namespace vespa::record {
namespace {

using detail::LocalId;
using detail::require;
using parallel::Range;

/// Which extent the columns are of.
std::size_t extent_of(Shape const& shape, std::size_t inner) {
    return shape.size() - 1 - inner;
}

void check(detail::Node const& node, Range columns, std::size_t inner, ElementType type,
           std::size_t elements) {
    if (!node.session->is_open()) throw std::logic_error(node.where() + ": the file is closed");
    if (node.shape.size() <= inner || node.chunk_rows != 0)
        throw std::logic_error(node.where() + ": columns are of contiguous datasets alone");
    if (type != node.type)
        throw std::logic_error(
            fmt::format("{}: {} for a dataset of {}", node.where(), name_of(type), name_of(node.type)));
    auto const columns_at = extent_of(node.shape, inner);
    auto const all = node.shape[columns_at];
    std::uint64_t others = 1;
    for (std::size_t i = 0; i < node.shape.size(); ++i)
        if (i != columns_at) others *= node.shape[i];
    if (columns.first > columns.last || columns.last > all || columns.size() * others != elements)
        throw std::logic_error(fmt::format("{}: {} elements as columns {} to {} of {} x {}", node.where(),
                                           elements, columns.first, columns.last, others, all));
}

/// move(memory space, file space): of the columns.
template <class Move>
void transfer(detail::Node const& node, Range columns, std::size_t inner, hsize_t elements, Move move) {
    detail::Silence const silence;
    try {
        LocalId const file_space(H5Dget_space(node.id), H5Sclose, "read a shape");
        std::vector<hsize_t> start(node.shape.size(), 0);
        std::vector<hsize_t> count(node.shape.begin(), node.shape.end());
        start[extent_of(node.shape, inner)] = columns.first;
        count[extent_of(node.shape, inner)] = columns.size();
        require(H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
                "select columns");
        LocalId const memory_space(H5Screate_simple(1, &elements, nullptr), H5Sclose, "describe memory");
        move(memory_space, file_space);
    } catch (std::exception const& error) {
        throw std::runtime_error(node.where() + ": " + error.what());
    }
}

}  // namespace

std::uint64_t Dataset::column_size(std::size_t inner) const {
    if (shape().size() <= inner) return 1;
    auto const columns = shape()[extent_of(shape(), inner)];
    return columns == 0 ? 1 : elements() / columns;
}

void Dataset::write_column_bytes(std::uint64_t first, std::size_t inner, ElementType type,
                                 std::span<std::byte const> bytes) {
    auto const elements = bytes.size() / size_of(type);
    auto const others = column_size(inner);
    Range const columns{first, first + (others == 0 ? 0 : elements / others)};
    check(node(), columns, inner, type, elements);
    if (bytes.empty()) return;
    try {
        transfer(node(), columns, inner, elements, [&](hid_t memory, hid_t file) {
            require(H5Dwrite(node().id, detail::memory_type(type), memory, file, H5P_DEFAULT, bytes.data()),
                    "write columns");
        });
    } catch (...) {
        node().session->spoil();
        throw;
    }
}

void Dataset::read_column_bytes(Range columns, std::size_t inner, ElementType type,
                                std::span<std::byte> bytes) const {
    check(node(), columns, inner, type, bytes.size() / size_of(type));
    if (bytes.empty()) return;
    transfer(node(), columns, inner, bytes.size() / size_of(type), [&](hid_t memory, hid_t file) {
        require(H5Dread(node().id, detail::memory_type(type), memory, file, H5P_DEFAULT, bytes.data()),
                "read columns");
    });
}

}  // namespace vespa::record
