#include "core/parallel/redistribute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace vespa::parallel::detail {
namespace {

/// What precedes a piece's bytes in a message.
struct Header {
    std::uint64_t index;
    std::uint64_t order;
    std::uint64_t size;
};

struct Outgoing {
    std::vector<std::byte> buffer;
    std::vector<std::uint64_t> counts;  // bytes for each rank
};

Outgoing pack(std::vector<Piece> const& pieces, std::uint64_t total, int size) {
    Outgoing outgoing;
    outgoing.counts.assign(static_cast<std::size_t>(size), 0);
    std::vector<std::size_t> owner(pieces.size());
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        if (pieces[k].index >= total) {
            throw std::out_of_range(
                fmt::format("redistribute: index {} of {} items", pieces[k].index, total));
        }
        owner[k] = static_cast<std::size_t>(owner_of(total, pieces[k].index, size));
        outgoing.counts[owner[k]] += sizeof(Header) + pieces[k].bytes.size();
    }
    std::vector<std::uint64_t> position(outgoing.counts.size());
    std::exclusive_scan(outgoing.counts.begin(), outgoing.counts.end(), position.begin(), std::uint64_t{0});
    outgoing.buffer.resize(std::accumulate(outgoing.counts.begin(), outgoing.counts.end(), std::uint64_t{0}));
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        Header const header{pieces[k].index, pieces[k].order, pieces[k].bytes.size()};
        auto* const place = outgoing.buffer.data() + position[owner[k]];
        std::memcpy(place, &header, sizeof header);
        if (header.size > 0) std::memcpy(place + sizeof header, pieces[k].bytes.data(), header.size);
        position[owner[k]] += sizeof header + header.size;
    }
    return outgoing;
}

/// The pieces of a buffer as they stand in it.
std::vector<Piece> pieces_of(std::vector<std::byte> const& buffer) {
    std::vector<Piece> pieces;
    for (std::size_t offset = 0; offset < buffer.size();) {
        Header header{};
        std::memcpy(&header, buffer.data() + offset, sizeof header);
        offset += sizeof header;
        pieces.push_back({header.index, std::span(buffer).subspan(offset, header.size), header.order});
        offset += header.size;
    }
    return pieces;
}

/// Sorts pieces by index and order.
void sort_pieces(std::vector<Piece>& pieces) {
    auto const key = [](Piece const& piece) { return std::pair(piece.index, piece.order); };
    std::sort(pieces.begin(), pieces.end(), [&](Piece const& a, Piece const& b) { return key(a) < key(b); });
    auto const twin = std::adjacent_find(pieces.begin(), pieces.end(),
                                         [&](Piece const& a, Piece const& b) { return key(a) == key(b); });
    if (twin != pieces.end()) {
        throw std::invalid_argument(fmt::format("redistribute: index {} is brought twice", twin->index));
    }
}

/// The pieces of a buffer by index and order. Where every index comes once each piece has its place by its
/// index, so that nothing is sorted.
std::vector<Piece> unpack(std::vector<std::byte> const& buffer, Range items) {
    auto pieces = pieces_of(buffer);
    std::vector<std::size_t> place(items.size(), pieces.size());
    for (std::size_t k = 0; k < pieces.size(); ++k) {
        auto& here = place[pieces[k].index - items.first];
        if (here != pieces.size()) {
            sort_pieces(pieces);
            return pieces;
        }
        here = k;
    }
    std::vector<Piece> sorted;
    sorted.reserve(pieces.size());
    for (auto const k : place) {
        if (k != pieces.size()) sorted.push_back(pieces[k]);
    }
    return sorted;
}

}  // namespace

void check_rows(std::uint64_t n, std::uint64_t columns, std::uint64_t values) {
    if (columns == 0 || n != values / columns || values % columns != 0) {
        throw std::invalid_argument(
            fmt::format("redistribute: {} values for {} rows of {} columns", values, n, columns));
    }
}

void check_complete(Arrived const& arrived) {
    auto expected = arrived.items.first;
    for (auto const& piece : arrived.pieces) {
        if (piece.index != expected) break;
        ++expected;
    }
    if (expected != arrived.items.last) {
        throw std::runtime_error(fmt::format("redistribute: no rank brings the row with index {}", expected));
    }
}

Arrived redistribute_bytes(Communicator const& communicator, std::uint64_t total,
                           std::vector<Piece> const& pieces, std::uint64_t limit) {
    auto const outgoing =
        in_agreement(communicator, [&] { return pack(pieces, total, communicator.size()); });
    Arrived arrived;
    arrived.items = block_of(total, communicator.rank(), communicator.size());
    std::vector<std::uint64_t> received;
    arrived.buffer = exchange_bytes(communicator, outgoing.buffer, outgoing.counts, received, limit);
    arrived.pieces = in_agreement(communicator, [&] { return unpack(arrived.buffer, arrived.items); });
    return arrived;
}

}  // namespace vespa::parallel::detail
