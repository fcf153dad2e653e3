#pragma once
#include <cstdint>
#include <vector>

#include "raytrace/bricks.hpp"
#include "raytrace/voyage.hpp"

namespace vespa::raytrace {

/// Where the stepper gets its rays from.
class RayFeed {
  public:
    virtual ~RayFeed() = default;

    /// The next ray to fly; false when there is none (left).
    virtual bool next(PreparedRay& ray) = 0;

    /// The next ray that has come from another rank, valid until the next call; null when there is none.
    virtual RayInFlight const* arrived() { return nullptr; }

    /// Takes a ray that has left this rank's bricks, to the rank it is with now.
    virtual void depart(RayInFlight const& /*ray*/, int /*rank*/) {}

    /// Sends and takes in rays. \param idle  whether no ray is in flight here
    /// \return false when all rays of all ranks have ended
    virtual bool exchange(bool /*idle*/) { return false; }

    /// Asked now and then: whether the rays in flight are to be dropped.
    virtual bool abandoned() = 0;
};

/// Samples of a ray that were taken on one rank without a break.
struct Fragments {
    std::vector<std::uint64_t> rays;    ///< index in the run
    std::vector<std::uint64_t> firsts;  ///< number of the first sample among those of the ray
    std::vector<std::uint64_t> counts;
    std::vector<RaySample> samples;  ///< of all fragments, one after the other
    std::vector<AlongRay> along;     ///< at the samples, or empty

    void add(Voyage const& voyage);
    void clear();
};

/// Rays that have ended here, in the order they ended in, and the samples of those that came by.
struct FinishedRays {
    std::vector<std::uint64_t> rays;  ///< index in the run
    std::vector<RaySummary> summaries;
    Fragments fragments;

    void clear();
};

/// The part of space that is this rank's.
struct Territory {
    BrickLayout layout;
    int rank = 0, ranks = 1;

    int owner(std::uint64_t brick) const { return layout.owner(brick, ranks); }
};

/// The rays in flight, one a lane, between the feed they come from and the finished ones they join.
class FlightDeck {
  public:
    /// \param plan, medium, feed, finished, territory  must outlive the deck
    /// \param territory  null: all of space
    FlightDeck(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished,
               std::size_t lanes, Territory const* territory = nullptr);

    Plan const& plan() const { return *plan_; }
    Voyage& voyage(std::size_t lane) { return voyages_[lane]; }

    Territory const* territory() const { return territory_; }

    /// Puts the next ray into a lane. \return false when there is none (left)
    bool board(std::size_t lane, PreparedRay& ray);

    /// Puts a ray that has come from another rank into a lane; null when there is none.
    RayInFlight const* take_over(std::size_t lane);

    /// Lets the ray of a lane go to another rank. \param ray  its `stepper` filled in
    void hand_over(std::size_t lane, RayInFlight& ray, int rank);

    /// Takes the ended ray of a lane over to the finished ones.
    void land(std::size_t lane);

    bool abandoned() { return feed_->abandoned(); }
    bool exchange(bool idle) { return feed_->exchange(idle); }

  private:
    Plan const* plan_;
    RayFeed* feed_;
    FinishedRays* finished_;
    Territory const* territory_;
    MediumSampler medium_;
    std::vector<Voyage> voyages_;
};

}  // namespace vespa::raytrace
