#include "core/record/dataset.hpp"

#include <fmt/format.h>

#include <functional>
#include <numeric>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/parallel/reductions.hpp"
#include "core/record/detail/node.hpp"
#include "core/record/detail/transfer_plan.hpp"

namespace vespa::record {
namespace {

using detail::Arguments;
using detail::LocalId;
using detail::Node;
using detail::require;
using parallel::Range;

std::uint64_t row_size_of(Shape const& shape) {
    if (shape.empty()) return 1;
    return std::accumulate(shape.begin() + 1, shape.end(), std::uint64_t{1}, std::multiplies<>());
}

/// Selects the elements of a block of rows in the file; nothing for an empty block.
void select(hid_t space, Shape const& shape, Range block) {
    if (block.empty()) {
        require(H5Sselect_none(space), "select nothing");
        return;
    }
    if (shape.empty()) return;  // a scalar is selected whole
    std::vector<hsize_t> start(shape.size(), 0);
    std::vector<hsize_t> count(shape.begin(), shape.end());
    start[0] = block.first;
    count[0] = block.size();
    require(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
            "select rows");
}

/// Moves a block of rows between memory and file in passes, all ranks together: move(memory space, file
/// space, transfer list, byte offset in memory). A rank without rows, or done before the others, selects
/// nothing.
template <class Move>
void transfer(Node& node, Range block, std::uint64_t row_bytes, Move move) {
    auto const rows_a_pass = detail::rows_of_pass(row_bytes);
    auto const passes =
        parallel::maximum(node.session->communicator(), detail::passes_of(block, rows_a_pass));
    for (std::uint64_t pass = 0; pass < passes; ++pass) {
        auto const part = detail::block_of_pass(block, rows_a_pass, pass);
        node.session->call(node.where(), [&] {
            LocalId const list(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "make a property list");
            require(H5Pset_dxpl_mpio(list, H5FD_MPIO_COLLECTIVE), "set collective transfer");
            LocalId const file_space(H5Dget_space(node.id), H5Sclose, "read a shape");
            select(file_space, node.shape, part);
            hsize_t const elements = part.size() * row_size_of(node.shape);
            LocalId const memory_space(H5Screate_simple(1, &elements, nullptr), H5Sclose, "describe memory");
            if (elements == 0) require(H5Sselect_none(memory_space), "select nothing");
            move(memory_space, file_space, list, (part.first - block.first) * row_bytes);
        });
    }
}

void write_block(Node& node, Range block, std::byte const* bytes) {
    auto const row_bytes = row_size_of(node.shape) * size_of(node.type);
    transfer(node, block, row_bytes, [&](hid_t memory, hid_t file, hid_t list, std::uint64_t offset) {
        std::byte const nothing{};
        auto const* data = bytes ? bytes + offset : &nothing;
        require(H5Dwrite(node.id, detail::memory_type(node.type), memory, file, list, data), "write rows");
    });
}

/// The number of whole rows in bytes. \throws std::invalid_argument for another type or a broken row
std::uint64_t count_rows(Node const& node, ElementType type, std::size_t bytes) {
    if (type != node.type) {
        throw std::invalid_argument(
            fmt::format("{}: {} given to a dataset of {}", node.where(), name_of(type), name_of(node.type)));
    }
    auto const row_size = row_size_of(node.shape);
    auto const elements = bytes / size_of(type);
    if (elements % row_size != 0) {
        throw std::invalid_argument(
            fmt::format("{}: {} elements are not whole rows of {}", node.where(), elements, row_size));
    }
    return elements / row_size;
}

void check_block(Node const& node, Range block) {
    auto const rows = node.shape.empty() ? 1 : node.shape[0];
    if (block.first > block.last || block.last > rows) {
        throw std::out_of_range(
            fmt::format("{}: rows {} to {} of {} rows", node.where(), block.first, block.last, rows));
    }
}

}  // namespace

Shape const& Dataset::shape() const {
    return node().shape;
}

std::uint64_t Dataset::rows() const {
    return shape().empty() ? 1 : shape()[0];
}

std::uint64_t Dataset::row_size() const {
    return row_size_of(shape());
}

ElementType Dataset::type() const {
    return node().type;
}

void Dataset::write_bytes(std::uint64_t first_row, ElementType type, std::span<std::byte const> bytes) {
    Range block;
    node().session->prepare(where(), Arguments().add(node().path), [&] {
        block = {first_row, first_row + count_rows(node(), type, bytes.size())};
        if (!block.empty()) check_block(node(), block);
    });
    write_block(node(), block, bytes.data());
}

Range Dataset::append_bytes(ElementType type, std::span<std::byte const> bytes) {
    auto& session = *node().session;
    std::uint64_t count = 0;
    session.prepare(where(), Arguments().add(node().path),
                    [&] { count = count_rows(node(), type, bytes.size()); });
    auto const first = rows() + parallel::sum_before(session.communicator(), count);
    auto longer = shape();
    longer[0] += parallel::sum(session.communicator(), count);
    session.call(where(), [&] {
        std::vector<hsize_t> const extents(longer.begin(), longer.end());
        require(H5Dset_extent(node().id, extents.data()), "lengthen a dataset");
    });
    node().shape = longer;
    Range const block{first, first + count};
    write_block(node(), block, bytes.data());
    return block;
}

void Dataset::read_bytes(Range block, ElementType type, Allocate const& allocate) const {
    std::span<std::byte> bytes;
    node().session->prepare(where(), Arguments().add(node().path), [&] {
        check_block(node(), block);
        if (!converts_to(node().type, type)) {
            throw BadInput("holds " + name_of(node().type) + ", which does not fit " + name_of(type),
                           where());
        }
        bytes = allocate(block.size() * row_size());
    });
    auto const row_bytes = row_size() * size_of(type);
    transfer(node(), block, row_bytes, [&](hid_t memory, hid_t file, hid_t list, std::uint64_t offset) {
        std::byte nothing{};
        auto* data = bytes.empty() ? &nothing : bytes.data() + offset;
        require(H5Dread(node().id, detail::memory_type(type), memory, file, list, data), "read rows");
    });
}

}  // namespace vespa::record
