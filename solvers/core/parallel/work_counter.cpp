#include "core/parallel/work_counter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "core/parallel/agreement.hpp"

namespace vespa::parallel {
namespace {

// The counter's bit that says "closed"; the items handed out stand below it.
constexpr std::uint64_t closed_bit = std::uint64_t{1} << 62;

}  // namespace

WorkCounter::WorkCounter(Communicator const& communicator, std::uint64_t total, std::uint64_t chunk)
    : total_(total), chunk_(chunk), counter_(communicator) {
    in_agreement(counter_.ranks(), [&] {
        check_total(total);
        if (chunk == 0) throw std::invalid_argument("work counter: a chunk of no items");
    });
    restart(total);
}

void WorkCounter::check_total(std::uint64_t total) const {
    if (total >= closed_bit / 2) {
        throw std::invalid_argument(fmt::format("work counter: {} items are more than 2^61", total));
    }
}

std::optional<Range> WorkCounter::next() {
    if (drained_) return std::nullopt;
    auto const first = counter_.update(step_, MPI_SUM);
    if (first >= total_) {
        drained_ = true;
        return std::nullopt;
    }
    return Range{first, std::min(first + step_, total_)};
}

void WorkCounter::close() {
    counter_.update(closed_bit, MPI_BOR);
    drained_ = true;
}

bool WorkCounter::closed() {
    return (counter_.update(0, MPI_NO_OP) & closed_bit) != 0;
}

std::uint64_t WorkCounter::handed_out() {
    return std::min(counter_.update(0, MPI_NO_OP) & ~closed_bit, total_);
}

void WorkCounter::restart(std::uint64_t total) {
    auto const& ranks = counter_.ranks();
    in_agreement(ranks, [&] { check_total(total); });
    total_ = total;
    // So bounded, the last draw of every rank stays below the closed bit.
    auto const most = (closed_bit / 2) / static_cast<unsigned>(ranks.size());
    step_ = std::min({chunk_, std::max<std::uint64_t>(total, 1), most});
    drained_ = false;
    counter_.reset();
}

}  // namespace vespa::parallel
