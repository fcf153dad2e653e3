#include "lbl/blocks/share_blocks.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/work_counter.hpp"

namespace vespa::lbl {
namespace {

using Clock = std::chrono::steady_clock;

/// The blocks to compute, the dearest first; equal ones in their order.
std::vector<std::uint64_t> order_of(BlockWork const& work) {
    std::vector<std::uint64_t> order;
    for (std::uint64_t block = 0; block < work.cost.size(); ++block)
        if (work.done.empty() || !work.done[block]) order.push_back(block);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return work.cost[a] > work.cost[b]; });
    return order;
}

/// Cost of the first 0, 1, 2 ... blocks of the order, in millionths of the whole.
std::vector<std::uint64_t> millionths(BlockWork const& work, std::vector<std::uint64_t> const& order) {
    std::vector<double> sums{0.0};
    for (auto const block : order)
        sums.push_back(sums.back() + work.cost[block]);
    std::vector<std::uint64_t> parts;
    for (double const sum : sums)
        parts.push_back(sums.back() > 0 ? static_cast<std::uint64_t>(1e6 * sum / sums.back()) : 0);
    return parts;
}

}  // namespace

BlockOutcome share_blocks(parallel::Communicator const& communicator, BlockWork const& work,
                          parallel::Watcher& watcher, std::function<void(std::uint64_t)> const& compute) {
    auto const order = order_of(work);
    auto const parts = millionths(work, order);
    parallel::WorkCounter counter(communicator, order.size(), 1);
    std::uint64_t computed = 0;
    std::uint64_t busy_us = 0;
    std::exception_ptr failure;
    while (auto const turn = counter.next()) {
        auto const begin = Clock::now();
        try {
            compute(order[turn->first]);
        } catch (...) {
            failure = std::current_exception();
            counter.close();
            break;
        }
        busy_us += static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count());
        ++computed;
        auto const begun = std::min<std::uint64_t>(counter.handed_out(), order.size());
        // what others have in hand counts half
        watcher.progress((parts[turn->last] + parts[begun]) / 2, 1000000);
        if (watcher.stop_requested()) counter.close();
    }
    parallel::agree(communicator, failure);
    BlockOutcome outcome;
    outcome.computed = parallel::sum(communicator, computed);
    outcome.stopped = outcome.computed < order.size();
    outcome.busiest_s = 1e-6 * static_cast<double>(parallel::maximum(communicator, busy_us));
    outcome.all_s = 1e-6 * static_cast<double>(parallel::sum(communicator, busy_us));
    return outcome;
}

}  // namespace vespa::lbl
