#pragma once
#include <cstdint>

namespace vespa::parallel {

/// A half-open range of global indices, [first, last).
struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    [[nodiscard]] std::uint64_t size() const { return last - first; }
    [[nodiscard]] bool empty() const { return first == last; }
    friend bool operator==(Range const&, Range const&) = default;
};

/// The items of total that rank owns when they are dealt out in contiguous blocks of nearly equal size:
/// [floor(total*rank/size), floor(total*(rank+1)/size)); exact for every 64-bit total.
Range block_of(std::uint64_t total, int rank, int size);

/// The rank whose block_of() holds index; index < total.
int owner_of(std::uint64_t total, std::uint64_t index, int size);

}  // namespace vespa::parallel
