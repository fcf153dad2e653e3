#include "launch/core_budget.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace vespa::uws {

CoreBudget::CoreBudget(Settings settings) : settings_(std::move(settings)), free_(settings_.cores) {
    if (settings_.cores < 1) throw std::invalid_argument("CoreBudget: there must be a core");
    for (auto const& [owner, weight] : settings_.weights)
        if (weight < 1) throw std::invalid_argument("CoreBudget: the weight of " + owner + " is below 1");
    for (auto const& [code, bound] : settings_.at_once)
        if (bound < 1) throw std::invalid_argument("CoreBudget: the bound of " + code + " is below 1");
}

void CoreBudget::enqueue(std::string const& job, std::string const& owner, int cores,
                         std::string const& code) {
    if (cores < 1 || cores > settings_.cores)
        throw std::invalid_argument("CoreBudget: job " + job + " asks for " + std::to_string(cores) + " of " +
                                    std::to_string(settings_.cores) + " cores");
    if (place_of_.contains(job) || running_.contains(job))
        throw std::invalid_argument("CoreBudget: job " + job + " is known already");
    auto place =
        std::find_if(ring_.begin(), ring_.end(), [&](Owner const& known) { return known.name == owner; });
    if (place == ring_.end()) {
        place = ring_.insert(cursor_, Owner{owner});  // just before whose turn it is: last in the round
        if (cursor_ == ring_.end()) cursor_ = place;
    }
    place->queues[code].push_back({job, cores, ++arrivals_, std::nullopt});
    place_of_.insert_or_assign(job, Place{place, code});
}

void CoreBudget::occupy(std::string const& job, int cores, std::string const& code) {
    if (cores < 1 || place_of_.contains(job) || running_.contains(job))
        throw std::invalid_argument("CoreBudget: job " + job + " is known already or takes no core");
    take(job, cores, code);
}

void CoreBudget::take(std::string const& job, int cores, std::string const& code) {
    running_.emplace(job, Running{cores, code});
    ++running_of_[code];
    free_ -= cores;
}

bool CoreBudget::remove(std::string const& job) {
    if (auto const running = running_.find(job); running != running_.end()) {
        free_ += running->second.cores;
        --running_of_[running->second.code];
        running_.erase(running);
        return true;
    }
    auto const found = place_of_.find(job);
    if (found == place_of_.end()) return false;
    auto const owner = found->second.owner;
    auto const queue = owner->queues.find(found->second.code);
    std::erase_if(queue->second, [&](Waiting const& waiting) { return waiting.job == job; });
    if (queue->second.empty()) owner->queues.erase(queue);
    place_of_.erase(found);
    if (owner->queues.empty()) leave(owner);
    return true;
}

std::vector<std::string> CoreBudget::admit(Clock::time_point now) {
    std::vector<std::string> started;
    while (free_ > 0 && !ring_.empty()) {
        if (auto const first = impatient(now); first != ring_.end()) {
            auto const queue = next_of(*first);
            if (queue->second.front().cores > free_) break;
            start_next(first, queue, started);
        } else if (someone_fits()) {
            serve(now, started);
        } else {
            break;
        }
    }
    return started;
}

bool CoreBudget::may_run_now(std::string const& code) const {
    auto const bound = settings_.at_once.find(code);
    auto const running = running_of_.find(code);
    return bound == settings_.at_once.end() || running == running_of_.end() ||
           running->second < bound->second;
}

/// The queue whose first job is the owner's next: the oldest of a code that may run once more; end() if there
/// is none.
CoreBudget::Queues::iterator CoreBudget::next_of(Owner& owner) const {
    auto next = owner.queues.end();
    for (auto queue = owner.queues.begin(); queue != owner.queues.end(); ++queue)
        if (may_run_now(queue->first) &&
            (next == owner.queues.end() || queue->second.front().number < next->second.front().number))
            next = queue;
    return next;
}

/// Whose next job has been passed longest, and for longer than patience; end() if nobody's.
CoreBudget::Ring::iterator CoreBudget::impatient(Clock::time_point now) {
    auto longest = ring_.end();
    Clock::time_point since = now;
    for (auto owner = ring_.begin(); owner != ring_.end(); ++owner) {
        auto const queue = next_of(*owner);
        if (queue == owner->queues.end()) continue;
        auto const& passed = queue->second.front().passed;
        if (!passed || now - *passed < settings_.patience) continue;
        if (longest == ring_.end() || *passed < since) longest = owner, since = *passed;
    }
    return longest;
}

bool CoreBudget::someone_fits() {
    return std::any_of(ring_.begin(), ring_.end(), [&](Owner& owner) {
        auto const queue = next_of(owner);
        return queue != owner.queues.end() && queue->second.front().cores <= free_;
    });
}

/// The turn of the owner at the cursor: one grant, then as many of its jobs as that and the free cores allow.
void CoreBudget::serve(Clock::time_point now, std::vector<std::string>& started) {
    auto const owner = cursor_;
    auto const queue = next_of(*owner);
    if (queue == owner->queues.end()) return advance();
    auto& next = queue->second.front();
    if (!owner->granted) {
        owner->granted = true;
        auto const weight = settings_.weights.find(owner->name);
        // who waits for cores, not for grants, does not pile them up
        if (owner->deficit < next.cores)
            owner->deficit += weight == settings_.weights.end() ? 1 : weight->second;
    }
    if (next.cores > owner->deficit) return advance();
    if (next.cores <= free_) return start_next(owner, queue, started);
    if (!next.passed) next.passed = now;
    advance();
}

void CoreBudget::start_next(Ring::iterator owner, Queues::iterator queue, std::vector<std::string>& started) {
    auto const next = std::move(queue->second.front());
    queue->second.pop_front();
    owner->deficit -= next.cores;
    take(next.job, next.cores, queue->first);
    place_of_.erase(next.job);
    started.push_back(next.job);
    if (queue->second.empty()) owner->queues.erase(queue);
    if (owner->queues.empty()) leave(owner);
}

/// Takes an owner without waiting jobs out of the round; its unused grant is lost.
void CoreBudget::leave(Ring::iterator owner) {
    if (owner == cursor_) advance();
    if (owner == cursor_) cursor_ = ring_.end();  // it was alone
    ring_.erase(owner);
}

void CoreBudget::advance() {
    cursor_->granted = false;
    if (++cursor_ == ring_.end()) cursor_ = ring_.begin();
}

}  // namespace vespa::uws
