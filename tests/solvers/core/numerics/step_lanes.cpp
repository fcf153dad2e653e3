// The lane code of core/numerics behind plain functions. y'' = −y³, so that no lane needs an elementary
// function.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "solvers/core/numerics/step_lanes.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"
//
#include "core/numerics/runge_kutta-inl.hpp"
#include "core/numerics/step_control-inl.hpp"
#include "solvers/core/numerics/step_lanes.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::numerics::HWY_NAMESPACE {

constexpr std::size_t width = hn::MaxLanes(Doubles());

/// One vector of problems, a component a row.
struct Rows {
    HWY_ALIGN double row[3][width];
    V load(std::size_t i) const { return hn::Load(Doubles(), row[i]); }
    void store(std::size_t i, V value) { hn::Store(value, Doubles(), row[i]); }
};

struct Oscillator {
    HWY_INLINE void operator()(V const (&y)[1][3], Components<3>* const (&slopes)[1]) {
        (*slopes[0])[0] = y[0][1];
        (*slopes[0])[1] = hn::Neg(hn::Mul(y[0][0], hn::Mul(y[0][0], y[0][0])));
        (*slopes[0])[2] = y[0][0];
    }
};

template <RungeKuttaPair const& pair>
static void step_vector(LaneProblem* problems) {
    Rows start, steps, end, error, coarse, slope;
    for (std::size_t lane = 0; lane < width; ++lane) {
        for (std::size_t i = 0; i < 3; ++i)
            start.row[i][lane] = problems[lane].y[i];
        steps.row[0][lane] = problems[lane].step;
    }
    V const y[1][3] = {{start.load(0), start.load(1), start.load(2)}};
    V const h[1] = {steps.load(0)};
    V y_new[1][3];
    Stages<pair, 1, 3> stages;
    Oscillator rhs;
    Components<3>* const first[1] = {&stages.k[0][0]};
    rhs(y, first);
    runge_kutta_step<pair, 2>(rhs, y, h, stages, y_new);
    take_dense_stages<pair, 2>(rhs, y, h, stages);
    for (std::size_t i = 0; i < 3; ++i) {
        end.store(i, y_new[0][i]);
        error.store(i, step_error<pair>(h[0], stages.k[0], i));
        coarse.store(i, coarse_step_error<pair>(h[0], stages.k[0], i));
    }
    for (std::size_t lane = 0; lane < width; ++lane) {
        for (std::size_t i = 0; i < 3; ++i) {
            problems[lane].end[i] = end.row[i][lane];
            problems[lane].error[i] = error.row[i][lane];
            problems[lane].coarse_error[i] = coarse.row[i][lane];
        }
    }
    for (std::size_t stage = 0; stage < pair.all_stages; ++stage) {
        for (std::size_t i = 0; i < 3; ++i)
            slope.store(i, stages.k[0][stage][i]);
        for (std::size_t lane = 0; lane < width; ++lane) {
            for (std::size_t i = 0; i < 3; ++i)
                problems[lane].slopes[stage][i] = slope.row[i][lane];
        }
    }
}

static void step_all(RungeKuttaPair const& pair, std::vector<LaneProblem>& problems) {
    for (std::size_t first = 0; first + width <= problems.size(); first += width) {
        if (&pair == &dormand_prince_8) {
            step_vector<dormand_prince_8>(&problems[first]);
        } else {
            step_vector<dormand_prince_5>(&problems[first]);
        }
    }
}

static void factors(RungeKuttaPair const& pair, std::vector<LaneFactor>& all) {
    Doubles const d;
    StepControl const control(pair);
    for (auto& one : all) {
        V const squared = hn::Set(d, one.error * one.error);
        V previous = rough_log2(hn::Set(d, one.previous_error));
        M const after_rejection = hn::Ne(hn::Set(d, one.after_rejection ? 1.0 : 0.0), hn::Zero(d));
        V const factor =
            step_factor(control, squared, hn::Le(squared, hn::Set(d, 1.0)), after_rejection, previous);
        one.factor = hn::GetLane(factor);
    }
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::numerics {
HWY_EXPORT(step_all);
HWY_EXPORT(factors);
void step_in_lanes(RungeKuttaPair const& pair, std::vector<LaneProblem>& problems) {
    HWY_DYNAMIC_DISPATCH(step_all)(pair, problems);
}
void factors_in_lanes(RungeKuttaPair const& pair, std::vector<LaneFactor>& all) {
    HWY_DYNAMIC_DISPATCH(factors)(pair, all);
}
}  // namespace vespa::numerics
#endif
