#include "core/parallel/ordered_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"
#include "core/parallel/transfer.hpp"

namespace vespa::parallel {
namespace {

constexpr std::uint64_t block_size = 4096;
constexpr std::size_t leaf_size = 32;

/// What every rank holds, by rank.
std::vector<Range> gather_ranges(Communicator const& communicator, Range mine) {
    return gather_everywhere(communicator, std::vector<Range>{mine});
}

void check_cover(std::vector<Range> const& ranges, std::uint64_t total) {
    std::uint64_t expected = 0;
    for (std::size_t rank = 0; rank < ranges.size(); ++rank) {
        auto const& range = ranges[rank];
        if (range.empty()) continue;
        if (range.first != expected) {
            throw std::invalid_argument(
                fmt::format("ordered sum: rank {} begins at {}, the ranks before it end at {}", rank,
                            range.first, expected));
        }
        expected = range.last;
    }
    if (expected != total) {
        throw std::invalid_argument(
            fmt::format("ordered sum: the ranks hold {} of {} numbers", expected, total));
    }
}

/// The part of a rank's range that belongs to a block begun by a rank before it.
Range foreign_part(Range range) {
    auto const border = (range.first + block_size - 1) / block_size * block_size;
    return {range.first, std::min(range.last, std::max(border, range.first))};
}

/// Moves the numbers of a block that spans ranks to the rank with the block's first; returns those that come
/// here.
std::vector<double> complete_last_block(Communicator const& communicator, std::vector<Range> const& ranges,
                                        std::span<double const> local) {
    auto const me = static_cast<std::size_t>(communicator.rank());
    std::vector<std::uint64_t> counts(ranges.size(), 0);
    auto const foreign = foreign_part(ranges[me]);
    if (!foreign.empty()) {
        auto const start = foreign.first / block_size * block_size;
        auto const holds_start = [&](Range const& range) {
            return range.first <= start && start < range.last;
        };
        auto const owner = std::find_if(ranges.begin(), ranges.end(), holds_start) - ranges.begin();
        counts[static_cast<std::size_t>(owner)] = foreign.size() * sizeof(double);
    }
    std::vector<std::uint64_t> received;
    auto const bytes = detail::exchange_bytes(communicator, std::as_bytes(local.first(foreign.size())),
                                              counts, received, detail::largest_message);
    return detail::from_bytes<double>(bytes);
}

double leaf_sum(double const* values, std::size_t count) {
    double sum = count > 0 ? values[0] : 0.0;
    for (std::size_t i = 1; i < count; ++i) {
        sum += values[i];
    }
    return sum;
}

double halving_sum(double const* values, std::size_t count) {
    if (count <= leaf_size) return leaf_sum(values, count);
    auto const half = count / 2;
    return halving_sum(values, half) + halving_sum(values + half, count - half);
}

}  // namespace

double pairwise_sum(std::span<double const> values) {
    return halving_sum(values.data(), values.size());
}

double ordered_sum(Communicator const& communicator, std::span<double const> local, std::uint64_t first,
                   std::uint64_t total) {
    auto const ranges = gather_ranges(communicator, {first, first + local.size()});
    in_agreement(communicator, [&] { check_cover(ranges, total); });
    auto const tail = complete_last_block(communicator, ranges, local);

    auto own = local.subspan(foreign_part({first, first + local.size()}).size());
    std::vector<double> sums;
    for (; own.size() >= block_size; own = own.subspan(block_size)) {
        sums.push_back(pairwise_sum(own.first(block_size)));
    }
    std::vector<double> last(own.begin(), own.end());
    last.insert(last.end(), tail.begin(), tail.end());
    if (!last.empty()) sums.push_back(pairwise_sum(last));
    return pairwise_sum(gather_everywhere(communicator, sums));
}

}  // namespace vespa::parallel
