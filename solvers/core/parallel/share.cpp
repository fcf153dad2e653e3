#include "core/parallel/share.hpp"

namespace vespa::parallel {
namespace {

// total * rank does not fit 64 bits for large totals.
__extension__ using Wide = unsigned __int128;

std::uint64_t border(std::uint64_t total, int rank, int size) {
    return static_cast<std::uint64_t>(Wide{total} * static_cast<unsigned>(rank) /
                                      static_cast<unsigned>(size));
}

}  // namespace

Range block_of(std::uint64_t total, int rank, int size) {
    return {border(total, rank, size), border(total, rank + 1, size)};
}

int owner_of(std::uint64_t total, std::uint64_t index, int size) {
    // The largest r with floor(total r / size) <= index, that is total r < size (index + 1).
    Wide const product = (Wide{index} + 1) * static_cast<unsigned>(size);
    return static_cast<int>((product + total - 1) / total) - 1;
}

}  // namespace vespa::parallel
