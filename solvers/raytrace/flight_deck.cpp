#include "raytrace/flight_deck.hpp"

namespace vespa::raytrace {

void Fragments::add(Voyage const& voyage) {
    auto const& taken = voyage.samples();
    if (taken.empty()) return;
    rays.push_back(voyage.ray());
    firsts.push_back(voyage.first_sample());
    counts.push_back(taken.size());
    samples.insert(samples.end(), taken.begin(), taken.end());
    along.insert(along.end(), voyage.along().begin(), voyage.along().end());
}

void Fragments::clear() {
    rays.clear();
    firsts.clear();
    counts.clear();
    samples.clear();
    along.clear();
}

void FinishedRays::clear() {
    rays.clear();
    summaries.clear();
    fragments.clear();
}

FlightDeck::FlightDeck(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished,
                       std::size_t lanes, Territory const* territory)
    : plan_(&plan),
      feed_(&feed),
      finished_(&finished),
      territory_(territory),
      medium_(medium),
      voyages_(lanes, Voyage(plan, medium)) {}

bool FlightDeck::board(std::size_t lane, PreparedRay& ray) {
    if (!feed_->next(ray)) return false;
    voyages_[lane].begin(ray);
    return true;
}

RayInFlight const* FlightDeck::take_over(std::size_t lane) {
    auto const* const ray = feed_->arrived();
    if (ray) voyages_[lane].resume(*ray);
    return ray;
}

void FlightDeck::hand_over(std::size_t lane, RayInFlight& ray, int rank) {
    voyages_[lane].leave(ray, medium_);
    finished_->fragments.add(voyages_[lane]);
    feed_->depart(ray, rank);
}

void FlightDeck::land(std::size_t lane) {
    auto& voyage = voyages_[lane];
    finished_->rays.push_back(voyage.ray());
    finished_->summaries.push_back(voyage.summary());
    finished_->fragments.add(voyage);
}

}  // namespace vespa::raytrace
