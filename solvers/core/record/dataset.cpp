#include "core/record/dataset.hpp"

#include <fmt/format.h>

#include <limits>
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
using detail::row_size_of;
using parallel::Range;

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

/// A rank's block is one piece of the file and needs no other rank: it goes as the system moves it, several
/// times faster than through collective buffers, and an error of the disk comes back (the collective writes
/// of Open MPI 4.1 swallow it on three ranks and more). Compressed chunks are shared between ranks and must
/// be written collectively; and then be read so as well, since a rank's cache of chunks does not know what
/// others wrote.
H5FD_mpio_xfer_t mode_of(Node const& node) {
    return node.is_compressed && node.session->is_writing() ? H5FD_MPIO_COLLECTIVE : H5FD_MPIO_INDEPENDENT;
}

/// Moves some of a block's rows between memory and file: move(memory space, file space, transfer list, byte
/// offset in memory).
template <class Move>
void transfer_part(Node& node, Range block, Range part, std::uint64_t row_bytes, Move move) {
    LocalId const list(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "make a property list");
    require(H5Pset_dxpl_mpio(list, mode_of(node)), "set the way of transfer");
    LocalId const file_space(H5Dget_space(node.id), H5Sclose, "read a shape");
    select(file_space, node.shape, part);
    // Of the shape of the rows in the file: where the two differ HDF5 goes through chunks element by element.
    std::vector<hsize_t> extents(node.shape.begin(), node.shape.end());
    if (!extents.empty()) extents[0] = part.size();
    LocalId const memory_space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr),
                               H5Sclose, "describe memory");
    if (part.empty()) require(H5Sselect_none(memory_space), "select nothing");
    move(memory_space, file_space, list, (part.first - block.first) * row_bytes);
}

/// The rows of all ranks' blocks, from the first chunk they touch on.
Range touched_by_all(Node const& node, Range block) {
    auto const& communicator = node.session->communicator();
    auto const none = std::numeric_limits<std::uint64_t>::max();
    auto const first = parallel::minimum(communicator, block.empty() ? none : block.first);
    auto const last = parallel::maximum(communicator, block.empty() ? 0 : block.last);
    if (first >= last) return {};
    return {first / node.chunk_rows * node.chunk_rows, last};
}

/// Moves a block of rows in passes. Collective passes are the same on all ranks; a rank without rows in one
/// selects nothing. Where HDF5 has yet to find places for compressed chunks, it does so for one chunk a pass:
/// the order of several would depend on who wrote them.
template <class Move>
void transfer(Node& node, Range block, std::uint64_t row_bytes, Move move) {
    auto const rows_a_pass = detail::rows_of_pass(row_bytes);
    auto const passes = detail::passes_of(block, rows_a_pass);
    if (mode_of(node) == H5FD_MPIO_INDEPENDENT) {
        node.session->call(node.where(), [&] {
            for (std::uint64_t pass = 0; pass < passes; ++pass) {
                transfer_part(node, block, detail::block_of_pass(block, rows_a_pass, pass), row_bytes, move);
            }
        });
        return;
    }
    auto const all = node.grows ? touched_by_all(node, block) : Range{};
    auto const count = node.grows ? detail::passes_of(all, node.chunk_rows)
                                  : parallel::maximum(node.session->communicator(), passes);
    for (std::uint64_t pass = 0; pass < count; ++pass) {
        auto const part = node.grows
                              ? detail::overlap(block, detail::block_of_pass(all, node.chunk_rows, pass))
                              : detail::block_of_pass(block, rows_a_pass, pass);
        node.session->call(node.where(), [&] { transfer_part(node, block, part, row_bytes, move); });
    }
}

void write_block(Node& node, Range block, std::byte const* bytes) {
    auto const row_bytes = row_size_of(node.shape) * size_of(node.type);
    if (node.is_compressed) {
        // Incompressible rows would take a little more than their own size.
        auto const rows = parallel::sum(node.session->communicator(), block.size());
        node.session->reserve(0, rows * row_bytes + rows * row_bytes / 64);
    }
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
    if (!node().is_compressed) session.reserve(node().storage_of(longer) - node().storage_of(shape()));
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
