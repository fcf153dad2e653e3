// Rays flown in lanes: a lane steps its own ray with its own step, and takes the next ray when that one has
// ended. Included once per instruction set.
#include "raytrace/ion_slopes-inl.hpp"
#include "raytrace/lane_vector-inl.hpp"

#if defined(VESPA_RAYTRACE_FLIGHT_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_FLIGHT_INL_HPP
#undef VESPA_RAYTRACE_FLIGHT_INL_HPP
#else
#define VESPA_RAYTRACE_FLIGHT_INL_HPP
#endif

#include <array>
#include <limits>
#include <vector>

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// Vectors that advance together: while one waits for a square root, the other computes.
inline constexpr std::size_t vectors = 2;

/// Derivatives of the states, in the form runge_kutta_step() calls.
template <class Medium>
struct RayEquations {
    RayEquations(Medium const& of_medium, Plan const& plan)
        : medium(of_medium),
          ions(ions_of(plan)),
          mass(ion_mass(plan.ions)),
          is_limited(plan.maximum_reach < std::numeric_limits<double>::infinity()),
          squared_reach(hn::Set(Doubles(), plan.maximum_reach * plan.maximum_reach)) {}

    Medium const& medium;
    Ions const* ions;
    double mass;  ///< of the ions, ion_mass()
    bool is_limited;
    V squared_reach;
    Triple start[vectors];  ///< of the step
    Waves waves[vectors];
    Watched last[vectors];  ///< at the last call

    // Out of line: the code of all models stands once, not in every stage.
    HWY_NOINLINE void operator()(V const (&y)[vectors][state_size], Slopes* const (&slopes)[vectors]) {
        Triple position[vectors], n[vectors];
        LocalMedia<vectors> local;
        for (std::size_t v = 0; v < vectors; ++v) {
            position[v] = {y[v][0], y[v][1], y[v][2]};
            n[v] = {y[v][3], y[v][4], y[v][5]};
        }
        M too_far[vectors];
        if (is_limited) {
            for (std::size_t v = 0; v < vectors; ++v)
                too_far[v] = call_back(position[v], start[v]);
        }
        medium.evaluate(position, local);
        if (ions) {
            for (std::size_t v = 0; v < vectors; ++v)
                ion_slopes(local.field[v], local.plasma[v], n[v], waves[v], *ions, mass, *slopes[v], last[v]);
        } else {
            ray_slopes(local, n, waves, slopes, last);
        }
        if (is_limited) {
            for (std::size_t v = 0; v < vectors; ++v)
                spoil(too_far[v], *slopes[v]);
        }
    }

  private:
    /// Positions beyond the reach of the step are brought back to its start. \return where
    HWY_INLINE M call_back(Triple& position, Triple const& from) const {
        Triple const way = plus_scaled(position, hn::Set(Doubles(), -1.0), from);
        M const too_far = hn::Gt(dot(way, way), squared_reach);
        position = {hn::IfThenElse(too_far, from.x, position.x), hn::IfThenElse(too_far, from.y, position.y),
                    hn::IfThenElse(too_far, from.z, position.z)};
        return too_far;
    }

    /// Slopes that let the step be rejected.
    static HWY_INLINE void spoil(M where, V (&slopes)[state_size]) {
        V const nan = hn::Set(Doubles(), std::numeric_limits<double>::quiet_NaN());
        for (auto& slope : slopes)
            slope = hn::IfThenElse(where, nan, slope);
    }
};

/// All vectors of rays that are in flight together, stepped by a pair.
template <class Medium, RungeKuttaPair const& pair>
class Fleet {
  public:
    Fleet(Medium const& medium, FlightDeck& deck) : medium_(medium), plan_(deck.plan()) {
        for (std::size_t v = 0; v < vectors; ++v)
            lanes_.emplace_back(deck, v * lane_count);
        start();
    }

    bool flying() const {
        std::size_t rays = 0;
        for (auto const& lanes : lanes_)
            rays += lanes.rays();
        return rays > 0;
    }

    /// Whether a lane has no ray.
    bool has_room() const {
        for (auto const& lanes : lanes_) {
            if (lanes.rays() < lane_count) return true;
        }
        return false;
    }

    /// Gives rays to the lanes that have none, where there are any.
    void refill() {
        bool fresh = false;
        for (auto& lanes : lanes_)
            fresh = lanes.refill() || fresh;
        if (fresh) start();
    }

    /// Tries one step in every lane.
    HWY_NOINLINE void step();

  private:
    HWY_NOINLINE void start();

    RayEquations<Medium> equations() const {
        RayEquations<Medium> rhs(medium_, plan_);
        for (std::size_t v = 0; v < vectors; ++v)
            rhs.waves[v] = lanes_[v].waves();
        return rhs;
    }

    Medium const& medium_;
    Plan const& plan_;
    std::vector<LaneVector> lanes_;
};

template <class Medium, RungeKuttaPair const& pair>
HWY_NOINLINE void Fleet<Medium, pair>::start() {
    Doubles const d;
    auto rhs = equations();
    V y[vectors][state_size], slopes[vectors][state_size];
    Slopes* to[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        for (std::size_t i = 0; i < state_size; ++i)
            y[v][i] = hn::Load(d, lanes_[v].lanes().y[i]);
        rhs.start[v] = {y[v][0], y[v][1], y[v][2]};
        to[v] = &slopes[v];
    }
    rhs(y, to);
    for (std::size_t v = 0; v < vectors; ++v)
        lanes_[v].start(slopes[v], rhs.last[v]);
}

template <class Medium, RungeKuttaPair const& pair>
HWY_NOINLINE void Fleet<Medium, pair>::step() {
    namespace steps = numerics::HWY_NAMESPACE;
    Doubles const d;
    auto rhs = equations();
    V y[vectors][state_size], end[vectors][state_size], h[vectors];
    steps::Stages<pair, vectors, state_size> stages;
    for (std::size_t v = 0; v < vectors; ++v) {
        LaneStates const& lanes = lanes_[v].lanes();
        h[v] = hn::Load(d, lanes.step);
        for (std::size_t i = 0; i < state_size; ++i) {
            y[v][i] = hn::Load(d, lanes.y[i]);
            stages.k[v][0][i] = hn::Load(d, lanes.slopes[i]);
        }
        rhs.start[v] = {y[v][0], y[v][1], y[v][2]};
    }
    steps::runge_kutta_step<pair, controlled_size>(rhs, y, h, stages, end);
    auto const last = std::to_array(rhs.last);  // the stages that follow write there too
    Verdict verdicts[vectors];
    bool needs_dense = false;
    auto const trial = [&](std::size_t v) HWY_ATTR {
        return Trial<pair>{y[v], end[v], stages.k[v], h[v], last[v].hamiltonian, last[v].sign};
    };
    for (std::size_t v = 0; v < vectors; ++v) {
        end[v][plasma_ratio] = last[v].plasma_ratio;
        verdicts[v] = lanes_[v].judge(trial(v));
        needs_dense = needs_dense || verdicts[v].needs_dense;
    }
    if constexpr (pair.all_stages > pair.stages) {
        if (needs_dense) steps::take_dense_stages<pair, controlled_size>(rhs, y, h, stages);
    }
    bool fresh = false;
    for (std::size_t v = 0; v < vectors; ++v)
        fresh = lanes_[v].conclude(trial(v), verdicts[v]) || fresh;
    if (fresh) start();
}

/// Flies all rays of the deck's feed. \return false when abandoned midway
template <RungeKuttaPair const& pair, class Medium>
bool fly_all(Medium const& medium, FlightDeck& deck) {
    Fleet<Medium, pair> fleet(medium, deck);
    for (std::uint64_t round = 1; fleet.flying(); ++round) {
        fleet.step();
        if (round % 1024 == 0 && deck.abandoned()) return false;
    }
    return true;
}

/// Flies the rays that are in this rank's bricks, and those that come into them, until all rays of all ranks
/// have ended.
template <RungeKuttaPair const& pair, class Medium>
void fly_all_in_bricks(Medium const& medium, FlightDeck& deck) {
    constexpr int steps_between_exchanges = 16;
    Fleet<Medium, pair> fleet(medium, deck);
    do {
        if (fleet.has_room()) fleet.refill();
        for (int i = 0; i < steps_between_exchanges && fleet.flying(); ++i)
            fleet.step();
    } while (deck.exchange(!fleet.flying()));
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
