#include "core/parallel/work_counter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "core/parallel/agreement.hpp"

namespace vespa::parallel {
namespace {

// The counter's bit that says "closed"; the items handed out stand below it.
constexpr std::uint64_t closed_bit = std::uint64_t{1} << 62;

}  // namespace

WorkCounter::WorkCounter(Communicator const& communicator, std::uint64_t total, std::uint64_t chunk)
    : communicator_(communicator),
      total_(total),
      chunk_(chunk),
      step_(0),
      window_(MPI_WIN_NULL),
      counter_(nullptr),
      exceptions_at_birth_(std::uncaught_exceptions()) {
    auto const& ranks = communicator_.view();
    in_agreement(ranks, [&] {
        check_total(total);
        if (chunk == 0) throw std::invalid_argument("work counter: a chunk of no items");
    });
    MPI_Aint const bytes = ranks.is_root() ? sizeof(std::uint64_t) : 0;
    MPI_Win_allocate(bytes, sizeof(std::uint64_t), MPI_INFO_NULL, ranks.handle(), &counter_, &window_);
    MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
    restart(total);
}

WorkCounter::~WorkCounter() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (finalized || std::uncaught_exceptions() > exceptions_at_birth_) return;
    MPI_Win_unlock_all(window_);
    MPI_Win_free(&window_);
}

void WorkCounter::check_total(std::uint64_t total) const {
    if (total >= closed_bit / 2) {
        throw std::invalid_argument(fmt::format("work counter: {} items are more than 2^61", total));
    }
}

std::uint64_t WorkCounter::update(std::uint64_t operand, MPI_Op operation) {
    std::uint64_t before = 0;
    MPI_Fetch_and_op(&operand, &before, MPI_UINT64_T, 0, 0, operation, window_);
    MPI_Win_flush(0, window_);
    return before;
}

std::optional<Range> WorkCounter::next() {
    if (drained_) return std::nullopt;
    auto const first = update(step_, MPI_SUM);
    if (first >= total_) {
        drained_ = true;
        return std::nullopt;
    }
    return Range{first, std::min(first + step_, total_)};
}

void WorkCounter::close() {
    update(closed_bit, MPI_BOR);
    drained_ = true;
}

bool WorkCounter::closed() {
    return (update(0, MPI_NO_OP) & closed_bit) != 0;
}

std::uint64_t WorkCounter::handed_out() {
    return std::min(update(0, MPI_NO_OP) & ~closed_bit, total_);
}

void WorkCounter::restart(std::uint64_t total) {
    auto const& ranks = communicator_.view();
    in_agreement(ranks, [&] { check_total(total); });
    total_ = total;
    // So bounded, the last draw of every rank stays below the closed bit.
    auto const most = (closed_bit / 2) / static_cast<unsigned>(ranks.size());
    step_ = std::min({chunk_, std::max<std::uint64_t>(total, 1), most});
    drained_ = false;
    if (ranks.is_root()) update(0, MPI_REPLACE);
    ranks.barrier();
}

}  // namespace vespa::parallel
