#include "core/parallel/work_counter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "core/parallel/agreement.hpp"

namespace vespa::parallel {

// Half of what may be counted, for the draws that come to nothing.
constexpr std::uint64_t most_items = OneSidedCounter::limit / 2;

WorkCounter::WorkCounter(Communicator const& communicator, std::uint64_t total, std::uint64_t chunk)
    : total_(total), chunk_(chunk), counter_(communicator) {
    in_agreement(counter_.ranks(), [&] {
        check_total(total);
        if (chunk == 0) throw std::invalid_argument("work counter: a chunk of no items");
    });
    restart(total);
}

void WorkCounter::check_total(std::uint64_t total) const {
    if (total >= most_items) {
        throw std::invalid_argument(fmt::format("work counter: {} items are more than 2^61", total));
    }
}

std::optional<Range> WorkCounter::next() {
    if (drained_) return std::nullopt;
    auto const before = counter_.add(step_);
    if (before.closed || before.count >= total_) {
        drained_ = true;
        return std::nullopt;
    }
    return Range{before.count, std::min(before.count + step_, total_)};
}

void WorkCounter::close() {
    counter_.close();
    drained_ = true;
}

bool WorkCounter::closed() {
    return counter_.state().closed;
}

std::uint64_t WorkCounter::handed_out() {
    return std::min(counter_.state().count, total_);
}

void WorkCounter::restart(std::uint64_t total) {
    auto const& ranks = counter_.ranks();
    in_agreement(ranks, [&] { check_total(total); });
    total_ = total;
    // So bounded, the last draw of every rank stays below the counter's limit.
    auto const most = most_items / static_cast<unsigned>(ranks.size());
    step_ = std::min({chunk_, std::max<std::uint64_t>(total, 1), most});
    drained_ = false;
    counter_.reset();
}

}  // namespace vespa::parallel
