#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/share.hpp"
#include "core/parallel/transfer.hpp"

namespace vespa::parallel {

/// Rows of ragged items after redistribute_ragged(): this rank's contiguous part of a table in which item i
/// has the rows [first[i], first[i] + count[i]).
template <class T>
struct RaggedRows {
    Range items;                       ///< the items of this rank, block_of(total items)
    std::vector<std::uint64_t> first;  ///< global row number of each item's first row
    std::vector<std::uint64_t> count;  ///< rows of each item
    Range rows;                        ///< global row numbers this rank holds
    std::uint64_t total_rows = 0;      ///< rows of all ranks
    std::vector<T> values;             ///< rows.size() * columns, row after row
};

namespace detail {

/// One item's bytes in the buffer they lie in.
struct Piece {
    std::uint64_t index;
    std::span<std::byte const> bytes;
    std::uint64_t order = 0;  ///< among the pieces of one index
};

/// What redistribute_bytes() brings to a rank: the pieces of its block, by index, and the buffer they lie in.
struct Arrived {
    Range items;
    std::vector<Piece> pieces;
    std::vector<std::byte> buffer;
};

/// Moves every piece to the rank whose block_of(total) holds its index. The pieces return sorted by index and
/// order; an index of the block may be absent. \throws AgreedError for an index >= total or one that is
/// brought twice in the same order. \collective
Arrived redistribute_bytes(Communicator const&, std::uint64_t total, std::vector<Piece> const& pieces,
                           std::uint64_t limit = largest_message);

/// \throws std::invalid_argument unless values holds n rows of columns
void check_rows(std::uint64_t n, std::uint64_t columns, std::uint64_t values);

/// \throws std::runtime_error naming the first index of the block that no rank brought
void check_complete(Arrived const& arrived);

}  // namespace detail

/// Rows computed anywhere, brought to contiguous blocks in index order. \collective
///
/// \param total   number of rows over all ranks; the indices are 0 ... total - 1
/// \param indices global index of each of this rank's rows, in any order
/// \param rows    indices.size() * columns values, row after row
/// \param absent  value for rows that no rank brings; without it an absent row is an error
/// \return the rows block_of(total, rank, size), row after row
/// \throws AgreedError for an index out of range, brought twice, or absent
template <Movable T>
std::vector<T> redistribute(Communicator const& communicator, std::uint64_t total,
                            std::span<std::uint64_t const> indices, std::span<T const> rows,
                            std::uint64_t columns = 1, std::optional<T> absent = std::nullopt);

/// As redistribute(), for items of any number of rows: item indices[k] has counts[k] rows, which stand one
/// after the other in rows (sum of counts * columns values). An item that no rank brings has no rows.
/// \param orders  none: an item comes in one piece. Otherwise a number for each piece, by which the pieces of
/// an
///                item, from whatever ranks, are put together
/// \collective \throws AgreedError for an index out of range or brought twice (in the same order), or when
/// counts and rows do not match
template <Movable T>
RaggedRows<T> redistribute_ragged(Communicator const& communicator, std::uint64_t total_items,
                                  std::span<std::uint64_t const> indices,
                                  std::span<std::uint64_t const> counts, std::span<T const> rows,
                                  std::uint64_t columns = 1, std::span<std::uint64_t const> orders = {});

}  // namespace vespa::parallel

#include "core/parallel/redistribute-inl.hpp"
