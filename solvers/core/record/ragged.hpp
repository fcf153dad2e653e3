#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/share.hpp"
#include "core/record/group.hpp"

namespace vespa::record {

/// Where the rows of some items stand in a flat table: item i has the rows [first[i], first[i] + count[i]).
struct RaggedIndex {
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> count;
    parallel::Range rows;          ///< the rows of this rank's items
    std::uint64_t total_rows = 0;  ///< rows of all ranks
};

/// The index of items whose rows are stored one item after the other, rank after rank.
/// \param count rows of each of this rank's items \collective
RaggedIndex index_rows(parallel::Communicator const& communicator, std::span<std::uint64_t const> count);

/// Writes the datasets name_first (uint64) and name_count (uint32), one row an item, into items.
/// \param name        of one row, singular: "sample"
/// \param first_item  global number of this rank's first item
/// \param total_items items of all ranks
/// \throws AgreedError when an item has 2^32 rows or more \collective
void write_ragged_index(parallel::Communicator const& communicator, Group items, std::string const& name,
                        std::uint64_t first_item, std::uint64_t total_items,
                        std::span<std::uint64_t const> first, std::span<std::uint64_t const> count);

/// Reads what write_ragged_index() wrote, for a block of items.
/// \param total_rows rows of the flat table
/// \throws AgreedError, a bad input, when an item's rows reach beyond the table or do not follow the
/// item's before it \collective
RaggedIndex read_ragged_index(parallel::Communicator const& communicator, Group const& items,
                              std::string const& name, parallel::Range block, std::uint64_t total_rows);

}  // namespace vespa::record
