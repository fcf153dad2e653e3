#include "raytrace/flight_deck.hpp"

namespace vespa::raytrace {

void FinishedRays::clear() {
    rays.clear();
    summaries.clear();
    sample_counts.clear();
    samples.clear();
    along.clear();
}

FlightDeck::FlightDeck(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished,
                       std::size_t lanes)
    : plan_(&plan), feed_(&feed), finished_(&finished), voyages_(lanes, Voyage(plan, medium)) {}

bool FlightDeck::board(std::size_t lane, PreparedRay& ray) {
    if (!feed_->next(ray)) return false;
    voyages_[lane].begin(ray);
    return true;
}

void FlightDeck::land(std::size_t lane) {
    auto& voyage = voyages_[lane];
    finished_->rays.push_back(voyage.ray());
    finished_->summaries.push_back(voyage.summary());
    finished_->sample_counts.push_back(voyage.samples().size());
    finished_->samples.insert(finished_->samples.end(), voyage.samples().begin(), voyage.samples().end());
    finished_->along.insert(finished_->along.end(), voyage.along().begin(), voyage.along().end());
}

}  // namespace vespa::raytrace
