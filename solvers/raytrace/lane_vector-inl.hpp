// A vector of rays in flight: what is decided for each of its lanes after a trial step. What happens in a
// lane does not depend on the others. Included once per instruction set.
#include "core/numerics/step_control-inl.hpp"
#include "raytrace/flight_deck.hpp"
#include "raytrace/flown_rows-inl.hpp"

#if defined(VESPA_RAYTRACE_LANE_VECTOR_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_LANE_VECTOR_INL_HPP
#undef VESPA_RAYTRACE_LANE_VECTOR_INL_HPP
#else
#define VESPA_RAYTRACE_LANE_VECTOR_INL_HPP
#endif

#include <cmath>
#include <limits>

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// One vector of rays in flight, and what is decided for each of its lanes after a trial step.
class LaneVector {
  public:
    LaneVector(FlightDeck& deck, std::size_t first_lane)
        : plan_(&deck.plan()), deck_(&deck), first_lane_(first_lane) {
        for (std::size_t lane = 0; lane < lane_count; ++lane)
            board(lane);
    }

    LaneStates const& lanes() const { return lanes_; }

    /// Rays in flight.
    std::size_t rays() const { return rays_; }

    Waves waves() const {
        Doubles const d;
        return {hn::Load(d, lanes_.plasma_factor), hn::Load(d, lanes_.gyro_factor), is_set(lanes_.ordinary)};
    }

    /// Which lanes accept the trial step, and where something may have happened in it.
    template <RungeKuttaPair const& pair>
    HWY_INLINE Verdict judge(Trial<pair> const& trial) const;

    /// Takes the step over or has it tried again lane by lane, tells the voyages of what happened, lands the
    /// rays that have ended and boards the next ones. \return whether lanes have been given a new ray: they
    /// wait for start()
    template <RungeKuttaPair const& pair>
    HWY_INLINE bool conclude(Trial<pair> const& trial, Verdict const& verdict);

    /// Gives rays to the lanes that have none. \return as conclude()
    inline bool refill();

    /// Slopes and first step of the lanes that have just been given a ray.
    inline void start(V const (&slopes)[state_size], Watched const& at_launch);

  private:
    using Row = LaneStates::Row;

    static HWY_INLINE M is_set(Row const& row) {
        return hn::Ne(hn::Load(Doubles(), row), hn::Zero(Doubles()));
    }
    static HWY_INLINE void store(V value, Row& row) { hn::Store(value, Doubles(), row); }
    static HWY_INLINE void store(M truth, Row& row) {
        Doubles const d;
        hn::Store(hn::IfThenElseZero(truth, hn::Set(d, 1.0)), d, row);
    }
    /// row = value in the lanes of `where`
    static HWY_INLINE void update(M where, V value, Row& row) {
        Doubles const d;
        hn::Store(hn::IfThenElse(where, value, hn::Load(d, row)), d, row);
    }

    /// Takes the trial step over into the lanes where it was accepted, and the next step into all that fly.
    template <RungeKuttaPair const& pair>
    HWY_INLINE void commit(Trial<pair> const& trial, Verdict const& verdict, M ended);
    /// Lets the voyages of the marked lanes keep the step they have made.
    template <RungeKuttaPair const& pair>
    void keep(Trial<pair> const& trial, M accepted);
    /// Tells the voyages of the marked lanes that they have made a step without an event.
    template <RungeKuttaPair const& pair>
    void pass(Trial<pair> const& trial, M passed);
    /// Shows the voyages of the marked lanes the step they have made. \return lanes whose ray ended in it
    template <RungeKuttaPair const& pair>
    M show(Trial<pair> const& trial, M events);
    /// Lands the marked rays, those of `failed` with a reason of their own, and boards the next ones.
    inline bool relieve(M ended, M failed);
    inline void fail(std::size_t lane);
    /// Hands over the rays that have left this rank's bricks. \return as conclude()
    inline bool cross_borders(M staying);
    inline void board(std::size_t lane);
    inline void board_fresh(std::size_t lane, PreparedRay const& ray);
    inline void take_over(std::size_t lane, RayInFlight const& ray);
    inline void hand_over(std::size_t lane, int rank);
    inline std::uint64_t brick_of(std::size_t lane) const;
    inline void enter(std::uint64_t number, std::size_t lane);

    Plan const* plan_;
    FlightDeck* deck_;
    std::size_t first_lane_;
    std::size_t rays_ = 0;
    LaneStates lanes_{};
};

template <RungeKuttaPair const& pair>
HWY_INLINE Verdict LaneVector::judge(Trial<pair> const& trial) const {
    Doubles const d;
    V const error = squared_error(*plan_, trial);
    M const flying = is_set(lanes_.flying);
    // False for NaN: a step into a medium that is not defined is tried again, shorter, until it cannot be.
    M const accepted = hn::And(flying, hn::Le(error, hn::Set(d, 1.0)));
    M const events = Voyage::needs_every_step(*plan_)
                         ? accepted
                         : hn::And(accepted, may_hold_event(*plan_, trial, lanes_));
    bool const needs_dense = Voyage::needs_path(*plan_) || !hn::AllFalse(d, events);
    return {error, flying, accepted, events, needs_dense};
}

template <RungeKuttaPair const& pair>
HWY_INLINE bool LaneVector::conclude(Trial<pair> const& trial, Verdict const& verdict) {
    Doubles const d;
    auto const& [error, flying, accepted, events, needs_dense] = verdict;
    if (Voyage::needs_path(*plan_)) keep(trial, accepted);
    if (Voyage::needs_passes(*plan_)) pass(trial, hn::AndNot(events, accepted));
    M ended = hn::MaskFromVec(hn::Zero(d));
    if (!hn::AllFalse(d, events)) ended = show(trial, events);
    commit(trial, verdict, ended);
    M const exhausted = hn::Ge(hn::Add(hn::Load(d, lanes_.steps), hn::Load(d, lanes_.rejected_steps)),
                               hn::Set(d, plan_->maximum_steps));
    M const underflow =
        hn::AndNot(accepted, hn::Lt(hn::Load(d, lanes_.step), hn::Set(d, plan_->minimum_step)));
    M const failed = hn::AndNot(ended, hn::And(flying, hn::Or(exhausted, underflow)));
    bool fresh = false;
    if (!hn::AllFalse(d, hn::Or(ended, failed))) fresh = relieve(ended, failed);
    if (deck_->territory()) {
        fresh = cross_borders(hn::AndNot(hn::Or(ended, failed), accepted)) || fresh;
    }
    return fresh;
}

template <RungeKuttaPair const& pair>
HWY_INLINE void LaneVector::commit(Trial<pair> const& trial, Verdict const& verdict, M ended) {
    Doubles const d;
    constexpr numerics::StepControl control(pair);
    V const error = verdict.squared_error;
    M const flying = verdict.flying, accepted = verdict.accepted;
    V log_error = hn::Load(d, lanes_.log_error);
    V const factor = numerics::HWY_NAMESPACE::step_factor(control, error, accepted,
                                                          is_set(lanes_.after_rejection), log_error);
    V const next_step = hn::Min(hn::Mul(trial.step, factor), hn::Set(d, plan_->maximum_step));
    for (std::size_t i = 0; i < state_size; ++i) {
        update(accepted, trial.end[i], lanes_.y[i]);
        update(accepted, trial.end_slopes()[i], lanes_.slopes[i]);
    }
    update(accepted, hn::Add(hn::Load(d, lanes_.group_path), trial.step), lanes_.group_path);
    update(accepted, hn::Max(hn::Load(d, lanes_.hamiltonian_error), hn::Abs(trial.hamiltonian)),
           lanes_.hamiltonian_error);
    update(accepted, hn::Max(hn::Load(d, lanes_.maximum_plasma_ratio), trial.end[plasma_ratio]),
           lanes_.maximum_plasma_ratio);
    V const wkb = squared_wkb(hn::Load(d, lanes_.wavelength), trial.end + 3, trial.end_slopes());
    update(hn::AndNot(ended, accepted), hn::Max(hn::Load(d, lanes_.wkb_squared), wkb), lanes_.wkb_squared);
    V const one = hn::Set(d, 1.0);
    // A wave that has come down along **B** through X = 1 may have changed its sign.
    M const came_down = hn::And(accepted, hn::Ge(trial.start[plasma_ratio], one));
    update(hn::And(came_down, hn::Ne(trial.sign, hn::Zero(d))), hn::Max(trial.sign, hn::Zero(d)),
           lanes_.ordinary);
    M const rejected = hn::AndNot(accepted, flying);
    store(hn::Add(hn::Load(d, lanes_.steps), hn::IfThenElseZero(accepted, one)), lanes_.steps);
    store(hn::Add(hn::Load(d, lanes_.rejected_steps), hn::IfThenElseZero(rejected, one)),
          lanes_.rejected_steps);
    store(rejected, lanes_.after_rejection);
    store(hn::Not(hn::Lt(error, hn::Set(d, std::numeric_limits<double>::infinity()))), lanes_.undefined);
    store(log_error, lanes_.log_error);
    update(flying, next_step, lanes_.step);
}

template <RungeKuttaPair const& pair>
void LaneVector::keep(Trial<pair> const& trial, M accepted) {
    DenseRows<pair, path_size> const inside(trial);
    HWY_ALIGN Row step, marked;
    store(trial.step, step);
    store(accepted, marked);
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (marked[lane] == 0) continue;
        deck_->voyage(first_lane_ + lane).keep({lanes_.group_path[lane], step[lane], inside.of_lane(lane)});
    }
}

template <RungeKuttaPair const& pair>
void LaneVector::pass(Trial<pair> const& trial, M passed) {
    HWY_ALIGN Row end[state_size], step, marked;
    for (std::size_t i = 0; i < state_size; ++i)
        store(trial.end[i], end[i]);
    store(trial.step, step);
    store(passed, marked);
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (marked[lane] == 0) continue;
        deck_->voyage(first_lane_ + lane)
            .pass(lanes_.group_path[lane] + step[lane], state_of_lane(end, lane));
    }
}

template <RungeKuttaPair const& pair>
M LaneVector::show(Trial<pair> const& trial, M events) {
    FlownRows<pair> const flown(trial, Voyage::needs_every_step(*plan_));
    HWY_ALIGN Row event, ended{};
    store(events, event);
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (event[lane] == 0) continue;
        Voyage& voyage = deck_->voyage(first_lane_ + lane);
        ended[lane] = voyage.advance(flown.of_lane(lane, lanes_.group_path[lane])) ? 1 : 0;
        lanes_.next_sample[lane] = voyage.next_sample();
        // What lies beyond the end of the ray in this step does not count.
        voyage.summary().maximum_plasma_ratio = lanes_.maximum_plasma_ratio[lane];
    }
    return is_set(ended);
}

inline void LaneVector::fail(std::size_t lane) {
    auto reason = StopReason::maximum_steps;
    if (lanes_.after_rejection[lane] != 0 && lanes_.step[lane] < plan_->minimum_step) {
        reason = lanes_.undefined[lane] != 0 ? StopReason::undefined_medium : StopReason::step_underflow;
    }
    Voyage& voyage = deck_->voyage(first_lane_ + lane);
    voyage.summary().maximum_plasma_ratio = lanes_.maximum_plasma_ratio[lane];
    voyage.fail(reason, lanes_.group_path[lane], state_of_lane(lanes_.y, lane));
}

inline bool LaneVector::relieve(M ended, M failed) {
    HWY_ALIGN Row has_ended, has_failed;
    store(ended, has_ended);
    store(failed, has_failed);
    bool boarded = false;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (has_failed[lane] != 0) fail(lane);
        if (has_failed[lane] == 0 && has_ended[lane] == 0) continue;
        RaySummary& summary = deck_->voyage(first_lane_ + lane).summary();
        summary.steps = static_cast<std::int32_t>(lanes_.steps[lane]);
        summary.rejected_steps = static_cast<std::int32_t>(lanes_.rejected_steps[lane]);
        summary.hamiltonian_error = lanes_.hamiltonian_error[lane];
        summary.wkb_parameter = std::sqrt(lanes_.wkb_squared[lane]);
        deck_->land(first_lane_ + lane);
        --rays_;
        board(lane);
        boarded = boarded || lanes_.fresh[lane] != 0;
    }
    return boarded;
}

inline bool LaneVector::cross_borders(M staying) {
    Doubles const d;
    M outside = hn::MaskFromVec(hn::Zero(d));
    for (std::size_t i = 0; i < 3; ++i) {
        V const x = hn::Load(d, lanes_.y[i]);
        outside = hn::Or(outside, hn::Lt(x, hn::Load(d, lanes_.brick_lower[i])));
        outside = hn::Or(outside, hn::Ge(x, hn::Load(d, lanes_.brick_upper[i])));
    }
    outside = hn::And(outside, staying);
    if (hn::AllFalse(d, outside)) return false;
    HWY_ALIGN Row has_left;
    store(outside, has_left);
    bool fresh = false;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (has_left[lane] == 0) continue;
        auto const brick = brick_of(lane);
        int const owner = deck_->territory()->owner(brick);
        if (owner == deck_->territory()->rank) {
            enter(brick, lane);
            continue;
        }
        hand_over(lane, owner);
        board(lane);
        fresh = fresh || lanes_.fresh[lane] != 0;
    }
    return fresh;
}

inline bool LaneVector::refill() {
    bool fresh = false;
    for (std::size_t lane = 0; lane < lane_count && rays_ < lane_count; ++lane) {
        if (lanes_.flying[lane] != 0) continue;
        board(lane);
        fresh = fresh || lanes_.fresh[lane] != 0;
    }
    return fresh;
}

inline void LaneVector::board(std::size_t lane) {
    // Those that start here first: they become work for other ranks too.
    PreparedRay ray;
    if (deck_->board(first_lane_ + lane, ray)) return board_fresh(lane, ray);
    if (auto const* const other = deck_->take_over(first_lane_ + lane)) return take_over(lane, *other);
    // The lane idles where its last ray ended.
    lanes_.flying[lane] = 0;
    lanes_.step[lane] = 0;
}

inline void LaneVector::board_fresh(std::size_t lane, PreparedRay const& ray) {
    lanes_.board(lane, ray, plan_->factors.speed_of_light);
    lanes_.next_sample[lane] = deck_->voyage(first_lane_ + lane).next_sample();
    ++rays_;
    if (deck_->territory()) enter(brick_of(lane), lane);
}

inline std::uint64_t LaneVector::brick_of(std::size_t lane) const {
    return deck_->territory()->layout.brick_at(lanes_.position(lane));
}

inline void LaneVector::enter(std::uint64_t number, std::size_t lane) {
    Brick const brick = deck_->territory()->layout.brick(number);
    for (std::size_t i = 0; i < 3; ++i) {
        lanes_.brick_lower[i][lane] = brick.lower[i];
        lanes_.brick_upper[i][lane] = brick.upper[i];
    }
}

inline void LaneVector::hand_over(std::size_t lane, int rank) {
    RayInFlight ray;
    ray.stepper = lanes_.leave(lane);
    deck_->hand_over(first_lane_ + lane, ray, rank);
    --rays_;
}

inline void LaneVector::take_over(std::size_t lane, RayInFlight const& ray) {
    lanes_.take_over(lane, ray, plan_->factors.speed_of_light);
    ++rays_;
    enter(brick_of(lane), lane);
}

inline void LaneVector::start(V const (&slopes)[state_size], Watched const& at_launch) {
    Doubles const d;
    M const fresh = is_set(lanes_.fresh);
    for (std::size_t i = 0; i < state_size; ++i)
        update(fresh, slopes[i], lanes_.slopes[i]);
    update(fresh, at_launch.plasma_ratio, lanes_.y[plasma_ratio]);
    update(fresh, at_launch.plasma_ratio, lanes_.maximum_plasma_ratio);
    update(fresh, hn::Abs(at_launch.hamiltonian), lanes_.hamiltonian_error);
    V const index[3] = {hn::Load(d, lanes_.y[3]), hn::Load(d, lanes_.y[4]), hn::Load(d, lanes_.y[5])};
    update(fresh, squared_wkb(hn::Load(d, lanes_.wavelength), index, slopes), lanes_.wkb_squared);
    // Without one given: a share of the length in which the wave normal turns, or of the length scale.
    V step = hn::Set(d, plan_->initial_step);
    if (plan_->initial_step == 0) {
        V const curvature = hn::Add(hn::Sqrt(square_sum(slopes + 3)), hn::Set(d, 1 / plan_->length_scale));
        step = hn::Div(hn::Set(d, std::pow(plan_->tolerance, 1.0 / plan_->pair->order)), curvature);
    }
    update(fresh, hn::Min(step, hn::Set(d, plan_->maximum_step)), lanes_.step);
    store(hn::Zero(d), lanes_.fresh);
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
