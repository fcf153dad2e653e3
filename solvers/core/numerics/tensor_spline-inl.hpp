// Tensor B-splines over lanes: each lane in a cell of its own. Plain twin: tensor_spline.hpp. Include from
// lane code; see core/simd/foreach_target.hpp.
#include "core/numerics/tensor_spline.hpp"
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_CORE_NUMERICS_TENSOR_SPLINE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_CORE_NUMERICS_TENSOR_SPLINE_INL_HPP
#undef VESPA_CORE_NUMERICS_TENSOR_SPLINE_INL_HPP
#else
#define VESPA_CORE_NUMERICS_TENSOR_SPLINE_INL_HPP
#endif

#include <array>

HWY_BEFORE_NAMESPACE();
namespace vespa::numerics::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::M;
using simd::HWY_NAMESPACE::Triple;
using simd::HWY_NAMESPACE::V;

/// A value with its slopes along the three axes, by cell.
struct SplineSample {
    V value;
    Triple slope;
};

/// Where on an axis each lane is: the cell, the place in it, and whether the spline has a value there. NaN
/// is in cell 0, with a place of NaN.
struct AxisPlace {
    V cell, t;
    M defined;
};

HWY_INLINE AxisPlace place_on_axis(V u, std::int64_t cells) {
    Doubles const d;
    V const zero = hn::Zero(d), count = hn::Set(d, static_cast<double>(cells)), one = hn::Set(d, 1.0);
    V const positive = hn::IfThenElseZero(hn::Gt(u, zero), u);
    V const last = hn::Sub(count, one);
    V const cell = hn::IfThenElse(hn::Lt(positive, count), hn::Floor(positive), last);
    V const margin = hn::Set(d, spline_margin);
    return {cell, hn::Sub(u, cell), hn::And(hn::Ge(u, hn::Neg(margin)), hn::Le(u, hn::Add(count, margin)))};
}

/// Basis functions of the cubic, in the arithmetic of cubic_weights().
struct CubicLanes {
    V value[4], slope[4];
};

HWY_INLINE CubicLanes cubic_lanes(V t) {
    Doubles const d;
    V const one = hn::Set(d, 1.0), half = hn::Set(d, 0.5), sixth = hn::Set(d, 1.0 / 6);
    V const most = hn::Set(d, 2.0 / 3), steep = hn::Set(d, 1.5), two = hn::Set(d, 2.0);
    V const s = hn::Sub(one, t);
    V const t2 = hn::Mul(t, t), s2 = hn::Mul(s, s);
    return {{hn::Mul(hn::Mul(s2, s), sixth), hn::MulAdd(t2, hn::MulSub(t, half, one), most),
             hn::MulAdd(s2, hn::MulSub(s, half, one), most), hn::Mul(hn::Mul(t2, t), sixth)},
            {hn::Neg(hn::Mul(s2, half)), hn::Mul(t, hn::MulSub(t, steep, two)),
             hn::Neg(hn::Mul(s, hn::MulSub(s, steep, two))), hn::Mul(t2, half)}};
}

/// Weights of the second and third axis, each lane's own to be broadcast.
template <std::size_t slow>
struct RowWeights {
    static constexpr std::size_t width = hn::MaxLanes(Doubles());
    HWY_ALIGN double middle[2][4][width];  ///< values, slopes
    HWY_ALIGN double last[2][slow][width];
};

/// Sums a lane's rows of four coefficients along the second and third axis. One load serves the value and all
/// slopes; 4 · slow loads in all instead of 16 · slow gathered numbers. The sums for the value (and the slope
/// along the rows), for the slope along the second and the third axis go to out[0 … 2] + 4 lane.
template <std::size_t slow>
HWY_INLINE void sum_rows(double const* rows, std::int64_t const (&row_counts)[2],
                         RowWeights<slow> const& weights, std::size_t lane, double* const (&out)[3]) {
    hn::CappedTag<double, 4> const four;
    for (std::size_t i = 0; i < 4; i += hn::Lanes(four)) {
        auto value = hn::Zero(four), middle = value, last = value;
        for (std::size_t k = 0; k < slow; ++k) {
            double const* const plane =
                rows + static_cast<std::int64_t>(k) * row_counts[1] * row_counts[0] + i;
            auto row = hn::LoadU(four, plane);
            auto flat = hn::Mul(row, hn::Set(four, weights.middle[0][0][lane]));
            auto tilted = hn::Mul(row, hn::Set(four, weights.middle[1][0][lane]));
            for (std::size_t j = 1; j < 4; ++j) {
                row = hn::LoadU(four, plane + static_cast<std::int64_t>(j) * row_counts[0]);
                flat = hn::MulAdd(row, hn::Set(four, weights.middle[0][j][lane]), flat);
                tilted = hn::MulAdd(row, hn::Set(four, weights.middle[1][j][lane]), tilted);
            }
            auto const weight = hn::Set(four, weights.last[0][k][lane]);
            value = hn::MulAdd(flat, weight, value);
            middle = hn::MulAdd(tilted, weight, middle);
            last = hn::MulAdd(flat, hn::Set(four, weights.last[1][k][lane]), last);
        }
        hn::StoreU(value, four, out[0] + 4 * lane + i);
        hn::StoreU(middle, four, out[1] + 4 * lane + i);
        hn::StoreU(last, four, out[2] + 4 * lane + i);
    }
}

HWY_INLINE V across_rows(double const* sums, V const (&weights)[4]) {
    Doubles const d;
    V s0, s1, s2, s3;
    hn::LoadInterleaved4(d, sums, s0, s1, s2, s3);
    return hn::MulAdd(s3, weights[3],
                      hn::MulAdd(s2, weights[2], hn::MulAdd(s1, weights[1], hn::Mul(s0, weights[0]))));
}

/// The spline whose third axis has the `slow` basis functions given, at cell and place of each lane. Lanes
/// without a value (AxisPlace::defined) are given some number: the caller masks them.
template <std::size_t slow>
HWY_INLINE SplineSample evaluate_spline(TensorSpline const& spline, AxisPlace const& x, AxisPlace const& y,
                                        V cell_z, V const (&value_z)[slow], V const (&slope_z)[slow]) {
    Doubles const d;
    constexpr std::size_t width = hn::MaxLanes(Doubles());
    std::int64_t const row_counts[2] = {spline.row_counts[0], spline.row_counts[1]};
    // A place in the array is a whole number far below 2⁵³: exact.
    V const row = hn::MulAdd(cell_z, hn::Set(d, static_cast<double>(row_counts[1])), y.cell);
    HWY_ALIGN double first[width];
    hn::Store(hn::MulAdd(row, hn::Set(d, static_cast<double>(row_counts[0])), x.cell), d, first);

    RowWeights<slow> weights;
    CubicLanes const along = cubic_lanes(x.t), across = cubic_lanes(y.t);
    for (std::size_t j = 0; j < 4; ++j) {
        hn::Store(across.value[j], d, weights.middle[0][j]);
        hn::Store(across.slope[j], d, weights.middle[1][j]);
    }
    for (std::size_t k = 0; k < slow; ++k) {
        hn::Store(value_z[k], d, weights.last[0][k]);
        hn::Store(slope_z[k], d, weights.last[1][k]);
    }
    HWY_ALIGN double sums[3][4 * width];
    double* const out[3] = {sums[0], sums[1], sums[2]};
    for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane) {
        sum_rows<slow>(spline.coefficients + static_cast<std::int64_t>(first[lane]), row_counts, weights,
                       lane, out);
    }
    return {across_rows(sums[0], along.value),
            {across_rows(sums[0], along.slope), across_rows(sums[1], along.value),
             across_rows(sums[2], along.value)}};
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
