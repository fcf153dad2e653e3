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

/// Values and slopes of a cell's basis functions.
template <std::size_t count>
struct LaneWeights {
    V value[count], slope[count];
};
using CubicLanes = LaneWeights<4>;

/// Basis functions of the cubic, in the arithmetic of cubic_weights().
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
template <std::size_t middle_count, std::size_t last_count>
struct RowWeights {
    static constexpr std::size_t width = hn::MaxLanes(Doubles());
    HWY_ALIGN double middle[2][middle_count][width];  ///< values, slopes
    HWY_ALIGN double last[2][last_count][width];

    RowWeights(LaneWeights<middle_count> const& across, LaneWeights<last_count> const& up) {
        Doubles const d;
        for (std::size_t j = 0; j < middle_count; ++j) {
            hn::Store(across.value[j], d, middle[0][j]);
            hn::Store(across.slope[j], d, middle[1][j]);
        }
        for (std::size_t k = 0; k < last_count; ++k) {
            hn::Store(up.value[k], d, last[0][k]);
            hn::Store(up.slope[k], d, last[1][k]);
        }
    }
};

/// Sums some columns of a lane's rows along the second and third axis: those of a vector of type `tag` from
/// `rows` on. One load serves the value and all slopes. The sums for the value (and the slope along the
/// rows), for the slope along the second and the third axis go to out[0 … 2].
template <class Tag, std::size_t middle_count, std::size_t last_count>
HWY_INLINE void sum_rows(Tag tag, double const* rows, std::int64_t const (&row_counts)[2],
                         RowWeights<middle_count, last_count> const& weights, std::size_t lane,
                         double* const (&out)[3]) {
    auto value = hn::Zero(tag), middle = value, last = value;
    for (std::size_t k = 0; k < last_count; ++k) {
        double const* const plane = rows + static_cast<std::int64_t>(k) * row_counts[1] * row_counts[0];
        auto row = hn::LoadU(tag, plane);
        auto flat = hn::Mul(row, hn::Set(tag, weights.middle[0][0][lane]));
        auto tilted = hn::Mul(row, hn::Set(tag, weights.middle[1][0][lane]));
        for (std::size_t j = 1; j < middle_count; ++j) {
            row = hn::LoadU(tag, plane + static_cast<std::int64_t>(j) * row_counts[0]);
            flat = hn::MulAdd(row, hn::Set(tag, weights.middle[0][j][lane]), flat);
            tilted = hn::MulAdd(row, hn::Set(tag, weights.middle[1][j][lane]), tilted);
        }
        auto const weight = hn::Set(tag, weights.last[0][k][lane]);
        value = hn::MulAdd(flat, weight, value);
        middle = hn::MulAdd(tilted, weight, middle);
        last = hn::MulAdd(flat, hn::Set(tag, weights.last[1][k][lane]), last);
    }
    hn::StoreU(value, tag, out[0]);
    hn::StoreU(middle, tag, out[1]);
    hn::StoreU(last, tag, out[2]);
}

/// The sums of all columns, of every lane: the first four lie side by side, so that each load of a row brings
/// them together; the fifth of a quartic stands alone.
template <std::size_t columns>
struct ColumnSums {
    static_assert(columns == 4 || columns == 5);
    static constexpr std::size_t width = hn::MaxLanes(Doubles());
    HWY_ALIGN double four[3][4 * width];
    HWY_ALIGN double fifth[3][width];

    template <std::size_t middle_count, std::size_t last_count>
    HWY_INLINE void take(double const* rows, std::int64_t const (&row_counts)[2],
                         RowWeights<middle_count, last_count> const& weights, std::size_t lane) {
        hn::CappedTag<double, 4> const tag;
        for (std::size_t i = 0; i < 4; i += hn::Lanes(tag)) {
            double* const out[3] = {four[0] + 4 * lane + i, four[1] + 4 * lane + i, four[2] + 4 * lane + i};
            sum_rows(tag, rows + i, row_counts, weights, lane, out);
        }
        if constexpr (columns == 5) {
            double* const out[3] = {fifth[0] + lane, fifth[1] + lane, fifth[2] + lane};
            sum_rows(hn::CappedTag<double, 1>(), rows + 4, row_counts, weights, lane, out);
        }
    }

    /// Along the rows.
    HWY_INLINE V across(std::size_t which, V const (&weights)[columns]) const {
        Doubles const d;
        V s0, s1, s2, s3;
        hn::LoadInterleaved4(d, four[which], s0, s1, s2, s3);
        V const sum = hn::MulAdd(
            s3, weights[3], hn::MulAdd(s2, weights[2], hn::MulAdd(s1, weights[1], hn::Mul(s0, weights[0]))));
        if constexpr (columns == 5) return hn::MulAdd(hn::Load(d, fifth[which]), weights[4], sum);
        return sum;
    }
};

/// The spline with the basis functions given of its three axes, in the cell of each lane. Lanes without a
/// value (AxisPlace::defined) are given some number: the caller masks them.
template <std::size_t fast, std::size_t middle, std::size_t slow>
HWY_INLINE SplineSample evaluate_spline(TensorSpline const& spline, Triple const& cell,
                                        LaneWeights<fast> const& x, LaneWeights<middle> const& y,
                                        LaneWeights<slow> const& z) {
    Doubles const d;
    std::int64_t const row_counts[2] = {spline.row_counts[0], spline.row_counts[1]};
    // A place in the array is a whole number far below 2⁵³: exact.
    V const row = hn::MulAdd(cell.z, hn::Set(d, static_cast<double>(row_counts[1])), cell.y);
    HWY_ALIGN double first[hn::MaxLanes(Doubles())];
    hn::Store(hn::MulAdd(row, hn::Set(d, static_cast<double>(row_counts[0])), cell.x), d, first);

    RowWeights<middle, slow> const weights(y, z);
    ColumnSums<fast> sums;
    for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane)
        sums.take(spline.coefficients + static_cast<std::int64_t>(first[lane]), row_counts, weights, lane);
    return {sums.across(0, x.value),
            {sums.across(0, x.slope), sums.across(1, x.value), sums.across(2, x.value)}};
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
