#include "launch/core_budget.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace vespa::uws {

CoreBudget::CoreBudget(Settings settings) : settings_(std::move(settings)), free_(settings_.cores) {
    if (settings_.cores < 1) throw std::invalid_argument("CoreBudget: there must be a core");
    for (auto const& [owner, weight] : settings_.weights)
        if (weight < 1) throw std::invalid_argument("CoreBudget: the weight of " + owner + " is below 1");
}

void CoreBudget::enqueue(std::string const& job, std::string const& owner, int cores) {
    if (cores < 1 || cores > settings_.cores)
        throw std::invalid_argument("CoreBudget: job " + job + " asks for " + std::to_string(cores) + " of " +
                                    std::to_string(settings_.cores) + " cores");
    if (owner_of_.contains(job) || running_.contains(job))
        throw std::invalid_argument("CoreBudget: job " + job + " is known already");
    auto place =
        std::find_if(ring_.begin(), ring_.end(), [&](Owner const& known) { return known.name == owner; });
    if (place == ring_.end()) {
        place = ring_.insert(cursor_, Owner{owner});  // just before whose turn it is: last in the round
        if (cursor_ == ring_.end()) cursor_ = place;
    }
    place->queue.push_back({job, cores, std::nullopt});
    owner_of_[job] = place;
}

void CoreBudget::occupy(std::string const& job, int cores) {
    if (cores < 1 || owner_of_.contains(job) || !running_.emplace(job, cores).second)
        throw std::invalid_argument("CoreBudget: job " + job + " is known already or takes no core");
    free_ -= cores;
}

bool CoreBudget::remove(std::string const& job) {
    if (auto const running = running_.find(job); running != running_.end()) {
        free_ += running->second;
        running_.erase(running);
        return true;
    }
    auto const found = owner_of_.find(job);
    if (found == owner_of_.end()) return false;
    auto const owner = found->second;
    std::erase_if(owner->queue, [&](Waiting const& waiting) { return waiting.job == job; });
    owner_of_.erase(found);
    if (owner->queue.empty()) leave(owner);
    return true;
}

std::vector<std::string> CoreBudget::admit(Clock::time_point now) {
    std::vector<std::string> started;
    while (free_ > 0 && !ring_.empty()) {
        if (auto const first = impatient(now); first != ring_.end()) {
            if (first->queue.front().cores > free_) break;
            start_head(first, started);
        } else if (someone_fits()) {
            serve(now, started);
        } else {
            break;
        }
    }
    return started;
}

/// Whose first job has been passed longest, and for longer than patience; end() if nobody's.
CoreBudget::Ring::iterator CoreBudget::impatient(Clock::time_point now) {
    auto longest = ring_.end();
    for (auto owner = ring_.begin(); owner != ring_.end(); ++owner) {
        auto const& passed = owner->queue.front().passed;
        if (!passed || now - *passed < settings_.patience) continue;
        if (longest == ring_.end() || *passed < *longest->queue.front().passed) longest = owner;
    }
    return longest;
}

bool CoreBudget::someone_fits() const {
    return std::any_of(ring_.begin(), ring_.end(),
                       [&](Owner const& owner) { return owner.queue.front().cores <= free_; });
}

/// The turn of the owner at the cursor: one grant, then as many of its jobs as that and the free cores allow.
void CoreBudget::serve(Clock::time_point now, std::vector<std::string>& started) {
    auto const owner = cursor_;
    if (!owner->granted) {
        owner->granted = true;
        auto const weight = settings_.weights.find(owner->name);
        // who waits for cores, not for grants, does not pile them up
        if (owner->deficit < owner->queue.front().cores)
            owner->deficit += weight == settings_.weights.end() ? 1 : weight->second;
    }
    auto& next = owner->queue.front();
    if (next.cores > owner->deficit) return advance();
    if (next.cores <= free_) return start_head(owner, started);
    if (!next.passed) next.passed = now;
    advance();
}

void CoreBudget::start_head(Ring::iterator owner, std::vector<std::string>& started) {
    auto const next = std::move(owner->queue.front());
    owner->queue.pop_front();
    owner_of_.erase(next.job);
    owner->deficit -= next.cores;
    free_ -= next.cores;
    running_.emplace(next.job, next.cores);
    started.push_back(next.job);
    if (owner->queue.empty()) leave(owner);
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
