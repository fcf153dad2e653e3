#pragma once
#include <cstdint>
#include <span>

#include "core/parallel/communicator.hpp"

namespace vespa::parallel {

/// The sum of total numbers spread over the ranks, with the same bits at any number of ranks. \collective
///
/// Rank r holds the numbers [first, first + local.size()); the ranks' ranges follow each other in rank order
/// and cover [0, total) (block_of() does; a rank may hold none). Blocks of 4096 numbers by global index are
/// summed pairwise by halving, down to runs of at most 32 that are added in order; the block sums, gathered
/// on every rank, are summed in the same manner. \throws AgreedError when the ranges do not cover [0, total)
/// in order
double ordered_sum(Communicator const& communicator, std::span<double const> local, std::uint64_t first,
                   std::uint64_t total);

/// The sum of values on this rank alone, pairwise as above without the blocks: error O(log n) roundings.
double pairwise_sum(std::span<double const> values);

}  // namespace vespa::parallel
