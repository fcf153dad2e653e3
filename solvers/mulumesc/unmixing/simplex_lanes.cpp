#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/unmixing/simplex_lanes.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "mulumesc/unmixing/simplex_task.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

constexpr std::size_t lanes = HWY_MAX_BYTES / sizeof(double);

struct alignas(HWY_MAX_BYTES) Row {
    double lane[lanes];
};
HWY_INLINE V load(Row const& row) {
    return hn::Load(Doubles(), row.lane);
}
HWY_INLINE void store(V v, Row& row) {
    hn::Store(v, Doubles(), row.lane);
}

/// Problems on the simplex in lanes. At first, all unknowns that come out negative are dropped at once, until
/// none is: from that allowed point the active sets of Lawson & Hanson go on, as in the plain twin.
class SimplexLanes {
  public:
    SimplexLanes(SimplexTask const& task, std::size_t count, double const* right, double* x,
                 SimplexOutcome* outcomes)
        : task_(task), n_(task.unknowns), count_(count), right_(right), x_out_(x), outcomes_(outcomes) {}

    void run() {
        for (std::size_t l = 0; l < lanes; ++l)
            refill(l);
        while (std::any_of(busy_, busy_ + lanes, [](bool b) { return b; })) {
            solve_free();
            move();
            find_entering();
            for (std::size_t l = 0; l < lanes; ++l)
                judge(l);
        }
    }

  private:
    HWY_INLINE Row& at(std::size_t i, std::size_t j) { return l_[i * (i + 1) / 2 + j]; }

    /// to = the minimum over the free unknowns without regard to signs; ν, the multiplier of Σ x = 1.
    HWY_INLINE void solve_free() {
        Doubles const d;
        V const one = hn::Set(d, 1.0), zero = hn::Zero(d), huge = hn::Set(d, 1e30);
        for (std::size_t i = 0; i < n_; ++i) {
            V const f = load(free_[i]);
            V u = hn::Mul(load(b_[i]), f), v = f;
            V pivot = hn::Set(d, task_.gram[i * n_ + i]);
            V const least = hn::Mul(pivot, hn::Set(d, 1e-15));
            for (std::size_t j = 0; j < i; ++j) {
                V sum = hn::Mul(hn::Set(d, task_.gram[i * n_ + j]), hn::Mul(f, load(free_[j])));
                for (std::size_t k = 0; k < j; ++k)
                    sum = hn::NegMulAdd(load(at(i, k)), load(at(j, k)), sum);
                sum = hn::Mul(sum, load(at(j, j)));
                store(sum, at(i, j));
                pivot = hn::NegMulAdd(sum, sum, pivot);
                u = hn::NegMulAdd(sum, load(u_[j]), u);
                v = hn::NegMulAdd(sum, load(v_[j]), v);
            }
            V const inverse = hn::Div(one, hn::Sqrt(hn::IfThenElse(hn::Gt(pivot, least), pivot, huge)));
            store(inverse, at(i, i));
            store(hn::Mul(u, inverse), u_[i]);
            store(hn::Mul(v, inverse), v_[i]);
        }
        V of_u = zero, of_v = zero;
        for (std::size_t i = n_; i-- > 0;) {
            V u = load(u_[i]), v = load(v_[i]);
            for (std::size_t j = i + 1; j < n_; ++j) {
                u = hn::NegMulAdd(load(at(j, i)), load(u_[j]), u);
                v = hn::NegMulAdd(load(at(j, i)), load(v_[j]), v);
            }
            V const keep = hn::Mul(load(at(i, i)), load(free_[i]));
            u = hn::Mul(u, keep);
            v = hn::Mul(v, keep);
            store(u, u_[i]);
            store(v, v_[i]);
            of_u = hn::Add(of_u, u);
            of_v = hn::Add(of_v, v);
        }
        V const nu = task_.sum_to_one ? hn::Div(hn::Sub(of_u, one), of_v) : zero;
        store(nu, multiplier_);
        for (std::size_t i = 0; i < n_; ++i)
            store(hn::NegMulAdd(nu, load(v_[i]), load(u_[i])), to_[i]);
    }

    /// Goes to the minimum as far as no unknown turns negative, and drops those that stop it; while a lane is
    /// at its first stage, drops all that are negative there.
    HWY_INLINE void move() {
        Doubles const d;
        V const zero = hn::Zero(d), one = hn::Set(d, 1.0), first = load(first_);
        V step = one, negative = zero;
        for (std::size_t i = 0; i < n_; ++i) {
            V const x = load(x_[i]), to = load(to_[i]);
            auto const stops = hn::And(hn::Gt(load(free_[i]), zero), hn::Le(to, zero));
            V const reach = hn::Div(x, hn::IfThenElse(stops, hn::Sub(x, to), one));
            step = hn::IfThenElse(stops, hn::Min(step, hn::IfThenElse(hn::Lt(to, x), reach, one)), step);
            negative = hn::IfThenElse(stops, one, negative);
        }
        auto const is_first = hn::Gt(first, zero), full = hn::Ge(step, one);
        auto const inside = hn::IfThenElse(is_first, hn::IfThenElse(hn::Gt(negative, zero), zero, one),
                                           hn::IfThenElse(full, one, zero));
        auto const is_inside = hn::Gt(inside, zero);
        for (std::size_t i = 0; i < n_; ++i) {
            V const x = load(x_[i]), to = load(to_[i]);
            V const moved = hn::IfThenElse(is_inside, to, hn::MulAdd(step, hn::Sub(to, x), x));
            auto const at_zero = hn::Or(is_first, hn::Le(moved, hn::Set(d, 1e-15)));
            auto const drops = hn::And(hn::And(hn::Gt(load(free_[i]), zero), hn::Le(to, zero)), at_zero);
            store(hn::IfThenElse(drops, zero, load(free_[i])), free_[i]);
            store(hn::IfThenElse(hn::Or(drops, hn::AndNot(is_inside, is_first)), zero, moved), x_[i]);
        }
        store(inside, inside_);
        store(hn::IfThenElse(is_inside, zero, first), first_);
    }

    /// The dual variable that is most positive, and whose it is.
    HWY_INLINE void find_entering() {
        Doubles const d;
        V const zero = hn::Zero(d), nu = load(multiplier_);
        V most = load(tolerance_), whose = hn::Set(d, -1.0);
        for (std::size_t i = 0; i < n_; ++i) {
            V dual = hn::Sub(load(b_[i]), nu);
            for (std::size_t j = 0; j < n_; ++j)
                dual = hn::NegMulAdd(hn::Set(d, task_.gram[i * n_ + j]), load(x_[j]), dual);
            auto const better = hn::And(hn::Le(load(free_[i]), zero), hn::Gt(dual, most));
            most = hn::IfThenElse(better, dual, most);
            whose = hn::IfThenElse(better, hn::Set(d, static_cast<double>(i)), whose);
        }
        store(whose, entering_);
    }

    HWY_INLINE void judge(std::size_t l) {
        if (!busy_[l]) return;
        ++solutions_[l];
        bool const inside = inside_.lane[l] > 0;
        if (inside && entering_.lane[l] < 0) return finish(l, UnmixingEnd::solved);
        if (solutions_[l] >= task_.most_solutions) return finish(l, UnmixingEnd::solutions_spent);
        if (inside) free_[static_cast<std::size_t>(entering_.lane[l])].lane[l] = 1;
    }

    HWY_INLINE void finish(std::size_t l, UnmixingEnd end) {
        double sum = 0;
        for (std::size_t i = 0; i < n_; ++i)
            sum += x_out_[problem_[l] * n_ + i] = std::max(x_[i].lane[l], 0.0);
        // Spent at the first stage, there is no allowed point yet: the even mixture is one.
        for (std::size_t i = 0; i < n_ && task_.sum_to_one && sum == 0; ++i)
            x_out_[problem_[l] * n_ + i] = 1 / static_cast<double>(n_);
        outcomes_[problem_[l]] = {solutions_[l], end};
        refill(l);
    }

    HWY_INLINE void refill(std::size_t l) {
        busy_[l] = next_ < count_;
        if (!busy_[l]) return;
        problem_[l] = next_++;
        solutions_[l] = 0;
        first_.lane[l] = 1;
        double size = 0;
        for (std::size_t i = 0; i < n_; ++i) {
            double const b = b_[i].lane[l] = right_[problem_[l] * n_ + i];
            size = std::max({size, std::abs(b), task_.gram[i * n_ + i]});
            free_[i].lane[l] = 1;
            x_[i].lane[l] = 0;
        }
        tolerance_.lane[l] = dual_tolerance * size;
    }

    SimplexTask const& task_;
    std::size_t n_, count_, next_ = 0;
    double const* right_;
    double* x_out_;
    SimplexOutcome* outcomes_;
    bool busy_[lanes] = {};
    std::size_t problem_[lanes] = {};
    std::uint32_t solutions_[lanes] = {};
    Row first_{}, inside_{}, multiplier_{}, tolerance_{}, entering_{};
    Row b_[most_endmembers]{}, x_[most_endmembers]{}, free_[most_endmembers]{}, to_[most_endmembers]{};
    Row u_[most_endmembers]{}, v_[most_endmembers]{}, l_[most_endmembers * (most_endmembers + 1) / 2]{};
};

static void simplex_in_lanes(SimplexTask const& task, std::size_t count, double const* right, double* x,
                             SimplexOutcome* outcomes) {
    std::make_unique<SimplexLanes>(task, count, right, x, outcomes)->run();
}

/// Four endmembers at a time, so that a spectrum is loaded once for four.
template <std::size_t together>
HWY_INLINE void project_onto(double const* y, double const* endmembers, std::size_t channels, double* right) {
    Doubles const d;
    V sums[together];
    for (auto& sum : sums)
        sum = hn::Zero(d);
    std::size_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
        V const value = hn::LoadU(d, y + c);
        for (std::size_t e = 0; e < together; ++e)
            sums[e] = hn::MulAdd(value, hn::LoadU(d, endmembers + e * channels + c), sums[e]);
    }
    for (std::size_t e = 0; e < together; ++e) {
        right[e] = hn::GetLane(hn::SumOfLanes(d, sums[e]));
        for (std::size_t rest = c; rest < channels; ++rest)
            right[e] += y[rest] * endmembers[e * channels + rest];
    }
}

static void project_spectra(double const* spectra, std::size_t count, double const* endmembers,
                            std::size_t unknowns, std::size_t channels, double* right) {
    for (std::size_t s = 0; s < count; ++s) {
        double const* const y = spectra + s * channels;
        std::size_t e = 0;
        for (; e + 4 <= unknowns; e += 4)
            project_onto<4>(y, endmembers + e * channels, channels, right + s * unknowns + e);
        for (; e < unknowns; ++e)
            project_onto<1>(y, endmembers + e * channels, channels, right + s * unknowns + e);
    }
}

static void squares_of_residuals(double const* spectra, std::size_t count, double const* endmembers,
                                 std::size_t unknowns, std::size_t channels, double const* x,
                                 double* squares) {
    Doubles const d;
    for (std::size_t s = 0; s < count; ++s) {
        double const *const y = spectra + s * channels, *const shares = x + s * unknowns;
        V sum = hn::Zero(d);
        std::size_t c = 0;
        for (; c + lanes <= channels; c += lanes) {
            V r = hn::LoadU(d, y + c);
            for (std::size_t e = 0; e < unknowns; ++e)
                r = hn::NegMulAdd(hn::Set(d, shares[e]), hn::LoadU(d, endmembers + e * channels + c), r);
            sum = hn::MulAdd(r, r, sum);
        }
        squares[s] = hn::GetLane(hn::SumOfLanes(d, sum));
        for (; c < channels; ++c) {
            double r = y[c];
            for (std::size_t e = 0; e < unknowns; ++e)
                r -= shares[e] * endmembers[e * channels + c];
            squares[s] += r * r;
        }
    }
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::mulumesc {

HWY_EXPORT(simplex_in_lanes);
HWY_EXPORT(project_spectra);
HWY_EXPORT(squares_of_residuals);

void solve_simplex_in_lanes(SimplexTask const& task, std::size_t count, double const* right, double* x,
                            SimplexOutcome* outcomes) {
    HWY_DYNAMIC_DISPATCH(simplex_in_lanes)(task, count, right, x, outcomes);
}
void project(double const* spectra, std::size_t count, double const* endmembers, std::size_t unknowns,
             std::size_t channels, double* right) {
    HWY_DYNAMIC_DISPATCH(project_spectra)(spectra, count, endmembers, unknowns, channels, right);
}
void residual_squares(double const* spectra, std::size_t count, double const* endmembers,
                      std::size_t unknowns, std::size_t channels, double const* x, double* squares) {
    HWY_DYNAMIC_DISPATCH(squares_of_residuals)(spectra, count, endmembers, unknowns, channels, x, squares);
}

}  // namespace vespa::mulumesc
#endif
