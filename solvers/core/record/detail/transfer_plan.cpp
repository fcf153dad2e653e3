#include "core/record/detail/transfer_plan.hpp"

#include <algorithm>

namespace vespa::record::detail {

std::uint64_t rows_of_pass(std::uint64_t row_bytes, std::uint64_t limit) {
    return std::max<std::uint64_t>(limit / row_bytes, 1);
}

std::uint64_t passes_of(parallel::Range block, std::uint64_t rows_a_pass) {
    return block.size() / rows_a_pass + (block.size() % rows_a_pass != 0 ? 1 : 0);
}

parallel::Range block_of_pass(parallel::Range block, std::uint64_t rows_a_pass, std::uint64_t p) {
    if (p >= passes_of(block, rows_a_pass)) return {block.last, block.last};
    auto const first = block.first + p * rows_a_pass;
    return {first, first + std::min(rows_a_pass, block.last - first)};
}

parallel::Range overlap(parallel::Range block, parallel::Range window) {
    auto const first = std::max(block.first, window.first);
    auto const last = std::min(block.last, window.last);
    return first < last ? parallel::Range{first, last} : parallel::Range{block.first, block.first};
}

}  // namespace vespa::record::detail
