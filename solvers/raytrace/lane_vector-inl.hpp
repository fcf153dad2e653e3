// A vector of rays in flight: what is decided for each of its lanes after a trial step. What happens in a
// lane does not depend on the others. Included once per instruction set.
#include "core/numerics/dormand_prince-inl.hpp"
#include "core/numerics/step_control-inl.hpp"
#include "raytrace/flight_deck.hpp"
#include "raytrace/hamiltonian-inl.hpp"
#include "raytrace/lane_states-inl.hpp"

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

/// A trial step of one vector of rays, by reference into those of all.
struct Trial {
    V const (&start)[state_size];
    V const (&end)[state_size];
    V const (&slopes)[numerics::dormand_prince::stages][state_size];
    V step;
    V hamiltonian;  ///< at the end
};

HWY_INLINE V square_sum(V const* v) {
    return hn::MulAdd(v[0], v[0], hn::MulAdd(v[1], v[1], hn::Mul(v[2], v[2])));
}

/// Σ weight_i a_i b_i of the first three components.
HWY_INLINE V weighted_dot(Vector const& weights, V const* a, V const* b) {
    Doubles const d;
    return hn::MulAdd(hn::Set(d, weights[0]), hn::Mul(a[0], b[0]),
                      hn::MulAdd(hn::Set(d, weights[1]), hn::Mul(a[1], b[1]),
                                 hn::Mul(hn::Set(d, weights[2]), hn::Mul(a[2], b[2]))));
}

/// Square of the error of a step in units of the tolerance: root mean square over the six components of
/// position, in units of the length scale, and refractive index, in units of max(1, n).
HWY_INLINE V squared_error(Plan const& plan, Trial const& trial) {
    Doubles const d;
    V error[controlled_size];
    for (std::size_t i = 0; i < controlled_size; ++i)
        error[i] = numerics::HWY_NAMESPACE::step_error(trial.step, trial.slopes, i);
    V const length =
        hn::Set(d, 1 / (6 * plan.tolerance * plan.tolerance * plan.length_scale * plan.length_scale));
    V const index = hn::Set(d, 1 / (6 * plan.tolerance * plan.tolerance));
    V const size = hn::Max(hn::Set(d, 1.0), square_sum(trial.start + 3));
    return hn::MulAdd(length, square_sum(error), hn::Div(hn::Mul(index, square_sum(error + 3)), size));
}

/// Square of |∇n|/(k₀n²), eq. 13 of README.md. \param wavelength  1/k₀
HWY_INLINE V squared_wkb(V wavelength, V const* index, V const (&slopes)[state_size]) {
    V const group = hn::Mul(slopes[phase_path], slopes[phase_path]);
    V const change = hn::Mul(hn::Mul(wavelength, wavelength), square_sum(slopes + 3));
    return hn::Div(change, hn::Mul(square_sum(index), group));
}

/// Lanes where an event may lie in the accepted step: a superset of what Voyage::advance() acts upon.
HWY_INLINE M may_hold_event(Plan const& plan, Trial const& trial, LaneStates const& lanes) {
    Doubles const d;
    V const zero = hn::Zero(d);
    V const* const before = trial.start;
    V const* const after = trial.end;
    V const* const v_before = trial.slopes[0];
    V const* const v_after = trial.slopes[6];
    Vector const one{1, 1, 1};
    // surfaces
    M found =
        hn::Lt(hn::Add(weighted_dot(plan.body_weights, after, after), hn::Set(d, plan.body_level)), zero);
    found = hn::Or(found, hn::Gt(square_sum(after),
                                 hn::Set(d, plan.surfaces.outer_radius_m * plan.surfaces.outer_radius_m)));
    for (std::size_t i = 0; i < 3; ++i) {
        found = hn::Or(found, hn::Lt(after[i], hn::Set(d, plan.surfaces.box_lower_m[i])));
        found = hn::Or(found, hn::Gt(after[i], hn::Set(d, plan.surfaces.box_upper_m[i])));
    }
    // closest approaches, to the body's surface and to the origin
    for (Vector const* weights : {&plan.body_weights, &one}) {
        M const came_nearer = hn::Lt(weighted_dot(*weights, before, v_before), zero);
        M const goes_away = hn::Ge(weighted_dot(*weights, after, v_after), zero);
        found = hn::Or(found, hn::And(came_nearer, goes_away));
    }
    // a maximum of X
    M const rose = hn::Gt(v_before[plasma_ratio], zero);
    found = hn::Or(found, hn::And(rose, hn::Le(v_after[plasma_ratio], zero)));
    // limits
    found = hn::Or(found, hn::Gt(square_sum(after + 3), hn::Set(d, plan.maximum_index_squared)));
    found = hn::Or(found, hn::Gt(after[path_length], hn::Set(d, plan.maximum_path)));
    found = hn::Or(found, hn::Gt(after[path_length], hn::Load(d, lanes.next_sample)));
    return hn::Or(found, hn::Gt(hn::Abs(trial.hamiltonian), hn::Set(d, plan.maximum_hamiltonian)));
}

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

    /// Accepts or rejects the trial step lane by lane, tells the voyages of what happened, lands the rays
    /// that have ended and boards the next ones. \return whether lanes have been given a new ray: they wait
    /// for start()
    HWY_INLINE bool conclude(Trial const& trial);

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
    HWY_INLINE void commit(Trial const& trial, V error, M accepted, M ended, M flying);
    /// Shows the voyages of the marked lanes the step they have made. \return lanes whose ray ended in it
    inline M show(Trial const& trial, M events);
    /// Lands the marked rays, those of `failed` with a reason of their own, and boards the next ones.
    inline bool relieve(M ended, M failed);
    inline void fail(std::size_t lane);
    /// Hands over the rays that have left this rank's bricks. \return as conclude()
    inline bool cross_borders(M staying);
    inline void board(std::size_t lane);
    inline void board_fresh(std::size_t lane, PreparedRay const& ray);
    inline void take_over(std::size_t lane, RayInFlight const& ray);
    inline void hand_over(std::size_t lane, int rank);
    inline void enter_brick(std::size_t lane);

    Plan const* plan_;
    FlightDeck* deck_;
    std::size_t first_lane_;
    std::size_t rays_ = 0;
    LaneStates lanes_{};
};

HWY_INLINE bool LaneVector::conclude(Trial const& trial) {
    Doubles const d;
    V const error = squared_error(*plan_, trial);
    M const flying = is_set(lanes_.flying);
    // False for NaN: a step into a medium that is not defined is tried again, shorter, until it cannot be.
    M const accepted = hn::And(flying, hn::Le(error, hn::Set(d, 1.0)));
    M const events = Voyage::needs_every_step(*plan_)
                         ? accepted
                         : hn::And(accepted, may_hold_event(*plan_, trial, lanes_));
    M ended = hn::MaskFromVec(hn::Zero(d));
    if (!hn::AllFalse(d, events)) ended = show(trial, events);
    commit(trial, error, accepted, ended, flying);
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

HWY_INLINE void LaneVector::commit(Trial const& trial, V error, M accepted, M ended, M flying) {
    Doubles const d;
    V log_error = hn::Load(d, lanes_.log_error);
    V const factor = numerics::HWY_NAMESPACE::step_factor(numerics::StepControl{}, error, accepted,
                                                          is_set(lanes_.after_rejection), log_error);
    V const next_step = hn::Min(hn::Mul(trial.step, factor), hn::Set(d, plan_->maximum_step));
    for (std::size_t i = 0; i < state_size; ++i) {
        update(accepted, trial.end[i], lanes_.y[i]);
        update(accepted, trial.slopes[6][i], lanes_.slopes[i]);
    }
    update(accepted, hn::Add(hn::Load(d, lanes_.group_path), trial.step), lanes_.group_path);
    update(accepted, hn::Max(hn::Load(d, lanes_.hamiltonian_error), hn::Abs(trial.hamiltonian)),
           lanes_.hamiltonian_error);
    update(accepted, hn::Max(hn::Load(d, lanes_.maximum_plasma_ratio), trial.end[plasma_ratio]),
           lanes_.maximum_plasma_ratio);
    V const wkb = squared_wkb(hn::Load(d, lanes_.wavelength), trial.end + 3, trial.slopes[6]);
    update(hn::AndNot(ended, accepted), hn::Max(hn::Load(d, lanes_.wkb_squared), wkb), lanes_.wkb_squared);
    V const one = hn::Set(d, 1.0);
    M const rejected = hn::AndNot(accepted, flying);
    store(hn::Add(hn::Load(d, lanes_.steps), hn::IfThenElseZero(accepted, one)), lanes_.steps);
    store(hn::Add(hn::Load(d, lanes_.rejected_steps), hn::IfThenElseZero(rejected, one)),
          lanes_.rejected_steps);
    store(rejected, lanes_.after_rejection);
    store(hn::Not(hn::Lt(error, hn::Set(d, std::numeric_limits<double>::infinity()))), lanes_.undefined);
    store(log_error, lanes_.log_error);
    update(flying, next_step, lanes_.step);
}

inline M LaneVector::show(Trial const& trial, M events) {
    HWY_ALIGN Row start[state_size], end[state_size], slopes[7][state_size];
    HWY_ALIGN Row step, hamiltonian, event, ended{};
    for (std::size_t i = 0; i < state_size; ++i) {
        store(trial.start[i], start[i]);
        store(trial.end[i], end[i]);
        for (std::size_t stage = 0; stage < 7; ++stage)
            store(trial.slopes[stage][i], slopes[stage][i]);
    }
    store(trial.step, step);
    store(trial.hamiltonian, hamiltonian);
    store(events, event);
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        if (event[lane] == 0) continue;
        FlownStep flown;
        flown.group_path = lanes_.group_path[lane];
        flown.length = step[lane];
        for (std::size_t i = 0; i < state_size; ++i) {
            flown.start[i] = start[i][lane];
            flown.end[i] = end[i][lane];
            for (std::size_t stage = 0; stage < 7; ++stage)
                flown.slopes[stage][i] = slopes[stage][i][lane];
        }
        flown.hamiltonian = hamiltonian[lane];
        Voyage& voyage = deck_->voyage(first_lane_ + lane);
        ended[lane] = voyage.advance(flown) ? 1 : 0;
        lanes_.next_sample[lane] = voyage.next_sample();
        // What lies beyond the end of the ray in this step does not count.
        voyage.summary().maximum_plasma_ratio = lanes_.maximum_plasma_ratio[lane];
    }
    return is_set(ended);
}

inline void LaneVector::fail(std::size_t lane) {
    RayState state;
    for (std::size_t i = 0; i < state_size; ++i)
        state[i] = lanes_.y[i][lane];
    auto reason = StopReason::maximum_steps;
    if (lanes_.after_rejection[lane] != 0 && lanes_.step[lane] < plan_->minimum_step) {
        reason = lanes_.undefined[lane] != 0 ? StopReason::undefined_medium : StopReason::step_underflow;
    }
    Voyage& voyage = deck_->voyage(first_lane_ + lane);
    voyage.summary().maximum_plasma_ratio = lanes_.maximum_plasma_ratio[lane];
    voyage.fail(reason, lanes_.group_path[lane], state);
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
        int const owner = deck_->territory()->owner(lanes_.position(lane));
        if (owner == deck_->territory()->rank) {
            enter_brick(lane);
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
    if (auto const* const ray = deck_->take_over(first_lane_ + lane)) return take_over(lane, *ray);
    PreparedRay ray;
    if (deck_->board(first_lane_ + lane, ray)) return board_fresh(lane, ray);
    // The lane idles where its last ray ended.
    lanes_.flying[lane] = 0;
    lanes_.step[lane] = 0;
}

inline void LaneVector::board_fresh(std::size_t lane, PreparedRay const& ray) {
    lanes_.board(lane, ray, plan_->factors.speed_of_light);
    lanes_.next_sample[lane] = deck_->voyage(first_lane_ + lane).next_sample();
    ++rays_;
    if (deck_->territory()) enter_brick(lane);
}

inline void LaneVector::enter_brick(std::size_t lane) {
    auto const& layout = deck_->territory()->layout;
    Brick const brick = layout.brick(layout.brick_at(lanes_.position(lane)));
    for (std::size_t i = 0; i < 3; ++i) {
        lanes_.brick_lower[i][lane] = brick.lower[i];
        lanes_.brick_upper[i][lane] = brick.upper[i];
    }
}

inline void LaneVector::hand_over(std::size_t lane, int rank) {
    RayInFlight ray{};
    ray.stepper = lanes_.leave(lane);
    deck_->hand_over(first_lane_ + lane, ray, rank);
    --rays_;
}

inline void LaneVector::take_over(std::size_t lane, RayInFlight const& ray) {
    lanes_.take_over(lane, ray, plan_->factors.speed_of_light);
    ++rays_;
    enter_brick(lane);
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
        step = hn::Div(hn::Set(d, std::pow(plan_->tolerance, 0.2)), curvature);
    }
    update(fresh, hn::Min(step, hn::Set(d, plan_->maximum_step)), lanes_.step);
    store(hn::Zero(d), lanes_.fresh);
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
