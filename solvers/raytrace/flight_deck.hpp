#pragma once
#include <cstdint>
#include <vector>

#include "raytrace/voyage.hpp"

namespace vespa::raytrace {

/// Where the stepper gets its rays from.
class RayFeed {
  public:
    virtual ~RayFeed() = default;

    /// The next ray to fly; false when there is none left.
    virtual bool next(PreparedRay& ray) = 0;

    /// Asked now and then: whether the rays in flight are to be dropped.
    virtual bool abandoned() = 0;
};

/// Rays that have ended, in the order they ended in.
struct FinishedRays {
    std::vector<std::uint64_t> rays;  ///< index in the run
    std::vector<RaySummary> summaries;
    std::vector<std::uint64_t> sample_counts;
    std::vector<RaySample> samples;
    std::vector<AlongRay> along;  ///< at the samples, or empty

    void clear();
};

/// The rays in flight, one a lane, between the feed they come from and the finished ones they join.
class FlightDeck {
  public:
    /// \param plan, medium, feed, finished  must outlive the deck
    FlightDeck(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished,
               std::size_t lanes);

    Plan const& plan() const { return *plan_; }
    Voyage& voyage(std::size_t lane) { return voyages_[lane]; }

    /// Puts the next ray into a lane. \return false when there is none left
    bool board(std::size_t lane, PreparedRay& ray);

    /// Takes the ended ray of a lane over to the finished ones.
    void land(std::size_t lane);

    bool abandoned() { return feed_->abandoned(); }

  private:
    Plan const* plan_;
    RayFeed* feed_;
    FinishedRays* finished_;
    std::vector<Voyage> voyages_;
};

}  // namespace vespa::raytrace
