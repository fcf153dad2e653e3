#include <fmt/format.h>

#include <stdexcept>

#include "core/record/dataset.hpp"
#include "core/record/detail/node.hpp"

namespace vespa::record {
namespace {

using detail::LocalId;
using detail::require;
using parallel::Range;

void check(detail::Node const& node, Range columns, ElementType type, std::size_t elements) {
    if (!node.session->is_open()) throw std::logic_error(node.where() + ": the file is closed");
    if (node.shape.empty() || node.chunk_rows != 0)
        throw std::logic_error(node.where() + ": columns are of contiguous datasets alone");
    if (type != node.type)
        throw std::logic_error(
            fmt::format("{}: {} for a dataset of {}", node.where(), name_of(type), name_of(node.type)));
    auto const all = node.shape.back();
    std::uint64_t above = 1;
    for (std::size_t i = 0; i + 1 < node.shape.size(); ++i)
        above *= node.shape[i];
    if (columns.first > columns.last || columns.last > all || columns.size() * above != elements)
        throw std::logic_error(fmt::format("{}: {} elements as columns {} to {} of {} x {}", node.where(),
                                           elements, columns.first, columns.last, above, all));
}

/// move(memory space, file space): of the columns.
template <class Move>
void transfer(detail::Node const& node, Range columns, hsize_t elements, Move move) {
    detail::Silence const silence;
    try {
        LocalId const file_space(H5Dget_space(node.id), H5Sclose, "read a shape");
        std::vector<hsize_t> start(node.shape.size(), 0);
        std::vector<hsize_t> count(node.shape.begin(), node.shape.end());
        start.back() = columns.first;
        count.back() = columns.size();
        require(H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
                "select columns");
        LocalId const memory_space(H5Screate_simple(1, &elements, nullptr), H5Sclose, "describe memory");
        move(memory_space, file_space);
    } catch (std::exception const& error) {
        throw std::runtime_error(node.where() + ": " + error.what());
    }
}

}  // namespace

void Dataset::write_column_bytes(std::uint64_t first, ElementType type, std::span<std::byte const> bytes) {
    auto const elements = bytes.size() / size_of(type);
    auto const above = shape().empty() || shape().back() == 0 ? 1 : this->elements() / shape().back();
    Range const columns{first, first + (above == 0 ? 0 : elements / above)};
    check(node(), columns, type, elements);
    if (bytes.empty()) return;
    try {
        transfer(node(), columns, elements, [&](hid_t memory, hid_t file) {
            require(H5Dwrite(node().id, detail::memory_type(type), memory, file, H5P_DEFAULT, bytes.data()),
                    "write columns");
        });
    } catch (...) {
        node().session->spoil();
        throw;
    }
}

void Dataset::read_column_bytes(Range columns, ElementType type, std::span<std::byte> bytes) const {
    check(node(), columns, type, bytes.size() / size_of(type));
    if (bytes.empty()) return;
    transfer(node(), columns, bytes.size() / size_of(type), [&](hid_t memory, hid_t file) {
        require(H5Dread(node().id, detail::memory_type(type), memory, file, H5P_DEFAULT, bytes.data()),
                "read columns");
    });
}

}  // namespace vespa::record
