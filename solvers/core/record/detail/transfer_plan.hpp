#pragma once
#include <cstdint>

#include "core/parallel/share.hpp"

namespace vespa::record::detail {

/// A block of rows is moved in passes of whole rows, each of at most so many bytes: MPI's counts are 32-bit.
inline constexpr std::uint64_t largest_pass = std::uint64_t{1} << 30;

/// Rows of one pass, at least 1; row_bytes > 0.
std::uint64_t rows_of_pass(std::uint64_t row_bytes, std::uint64_t limit = largest_pass);

/// Passes that a block of rows takes.
std::uint64_t passes_of(parallel::Range block, std::uint64_t rows_a_pass);

/// What pass number p (from 0) moves of a block; empty once the block is done.
parallel::Range block_of_pass(parallel::Range block, std::uint64_t rows_a_pass, std::uint64_t p);

/// The part of a block that lies in a window; empty, at the block's begin, if none does.
parallel::Range overlap(parallel::Range block, parallel::Range window);

}  // namespace vespa::record::detail
