#include "jobs/waiters.hpp"

#include <utility>

namespace vespa::uws {

void Waiters::take(List::iterator waiter) {
    waiting_.erase(waiter);
    --total_;
}

std::function<void()> Waiters::add(std::chrono::milliseconds longest, std::function<void()> task) {
    auto const waiter = waiting_.insert(waiting_.end(), Waiter{Timer(loop_), std::move(task)});
    ++total_;
    auto const present = std::make_shared<bool>(true);  // cleared once the waiter has left the list
    waiter->timer.after(longest, [this, waiter, present] {
        auto const due = std::move(waiter->task);
        *present = false;
        take(waiter);
        due();
    });
    return [this, waiter, present, round = std::weak_ptr(round_)] {
        if (round.expired() || !std::exchange(*present, false)) return;
        take(waiter);
    };
}

void Waiters::wake_all() {
    if (waiting_.empty()) return;
    round_ = std::make_shared<bool>(true);
    total_ -= waiting_.size();
    auto woken = std::make_shared<List>(std::exchange(waiting_, {}));
    for (auto& waiter : *woken)
        waiter.timer.cancel();
    loop_.post([woken] {
        for (auto const& waiter : *woken)
            waiter.task();
    });
}

}  // namespace vespa::uws
