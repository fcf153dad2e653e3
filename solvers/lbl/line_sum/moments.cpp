#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/moments.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "lbl/line_sum/matrix_lanes-inl.hpp"
#include "lbl/line_sum/moments.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

/// A complex number a lane.
struct ComplexV {
    FourV re, im;
};

/// Moments beyond what any class of precision carries.
constexpr int most_moments = 24;

template <bool WithSlopes>
HWY_INLINE void add_lines(MomentLines const& lines, int count, int kept, double* HWY_RESTRICT moments,
                          double* HWY_RESTRICT of_line, double* HWY_RESTRICT slope_moments,
                          double* HWY_RESTRICT slope_of_line) {
    Four const d;
    FourV const zero = hn::Zero(d);
    std::size_t const size = lines.size();
    FourV sums[most_moments], slope_sums[most_moments];
    for (int k = 0; k < count; ++k)
        sums[k] = slope_sums[k] = zero;
    for (std::size_t i = 0; i < size; i += four_lanes) {
        auto const load = [&](std::vector<double> const& column) { return hn::LoadU(d, column.data() + i); };
        FourV const x = load(lines.offset), gamma = load(lines.gamma), variance = load(lines.variance);
        FourV const strength = load(lines.strength), mixed = hn::Mul(strength, load(lines.mixing));
        FourV by_strength = zero, by_gamma = zero, by_variance = zero;
        if constexpr (WithSlopes) {
            by_strength = load(lines.strength_slope);
            by_gamma = hn::Neg(hn::Mul(gamma, load(lines.gamma_slope)));  // dζ/dT is i times it
            by_variance = hn::Mul(variance, hn::Set(d, lines.doppler_slope));
        }
        ComplexV before = {zero, zero}, now = {hn::Set(d, 1.0), zero}, before_that = before;
        for (int k = 0; k < count; ++k) {
            FourV const order = hn::Set(d, static_cast<double>(k));
            FourV const moment = hn::NegMulAdd(strength, now.im, hn::Mul(mixed, now.re));
            sums[k] = hn::Add(sums[k], moment);
            if (k < kept) hn::StoreU(moment, d, of_line + static_cast<std::size_t>(k) * size + i);
            if constexpr (WithSlopes) {
                // dh_k = k h_(k-1) dζ + k (k-1) h_(k-2) variance dlnα, dζ = -iγ dlnγ
                FourV const first = hn::Mul(order, by_gamma);
                FourV const second = hn::Mul(hn::Mul(order, hn::Sub(order, hn::Set(d, 1.0))), by_variance);
                FourV const re = hn::MulSub(second, before_that.re, hn::Mul(first, before.im));
                FourV const im = hn::MulAdd(second, before_that.im, hn::Mul(first, before.re));
                FourV const slope =
                    hn::MulAdd(moment, by_strength, hn::NegMulAdd(strength, im, hn::Mul(mixed, re)));
                slope_sums[k] = hn::Add(slope_sums[k], slope);
                if (k < kept) hn::StoreU(slope, d, slope_of_line + static_cast<std::size_t>(k) * size + i);
            }
            FourV const spread = hn::Mul(order, variance);
            FourV const re = hn::MulAdd(x, now.re, hn::MulAdd(gamma, now.im, hn::Mul(spread, before.re)));
            FourV const im = hn::MulAdd(x, now.im, hn::NegMulAdd(gamma, now.re, hn::Mul(spread, before.im)));
            before_that = before;
            before = now;
            now = {re, im};
        }
    }
    for (int k = 0; k < count; ++k) {
        moments[k] += hn::GetLane(hn::SumOfLanes(d, sums[k]));
        if constexpr (WithSlopes) slope_moments[k] += hn::GetLane(hn::SumOfLanes(d, slope_sums[k]));
    }
}

static void add_all_moments(MomentLines const& lines, int count, int kept, double* moments, double* of_line,
                            double* slope_moments, double* slope_of_line) {
    if (lines.strength_slope.empty()) {
        add_lines<false>(lines, count, kept, moments, of_line, slope_moments, slope_of_line);
    } else {
        add_lines<true>(lines, count, kept, moments, of_line, slope_moments, slope_of_line);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(add_all_moments);

void MomentLines::resize(std::size_t size, bool with_slopes) {
    for (auto* column : {&offset, &gamma, &variance, &strength, &mixing})
        column->resize(size);
    strength_slope.resize(with_slopes ? size : 0);
    gamma_slope.resize(with_slopes ? size : 0);
}

void add_moments(MomentLines const& lines, int count, int kept, double* moments, double* of_line,
                 double* slope_moments, double* slope_of_line) {
    HWY_DYNAMIC_DISPATCH(add_all_moments)
    (lines, count, kept, moments, of_line, slope_moments, slope_of_line);
}

}  // namespace vespa::lbl
#endif
