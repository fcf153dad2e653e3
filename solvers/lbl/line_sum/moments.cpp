#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/moments.cpp"
#include "core/simd/foreach_target.hpp"
//
#include <algorithm>

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

/// Adds the moments of up to four lines, a line a lane, to those of their cells.
HWY_INLINE void add_to_cells(FourV const* of_lanes, int count, std::uint32_t const* cell, std::size_t lanes,
                             double* HWY_RESTRICT moments) {
    Four const d;
    HWY_ALIGN double turned[most_moments / 4][4 * four_lanes];  // four moments of one line, then of the next
    int const fours = count / 4;
    for (int f = 0; f < fours; ++f) {
        FourV const* const m = of_lanes + 4 * f;
        hn::StoreInterleaved4(m[0], m[1], m[2], m[3], d, turned[f]);
    }
    for (std::size_t l = 0; l < lanes; ++l) {
        double* const to = moments + std::size_t{cell[l]} * static_cast<std::size_t>(count);
        for (int f = 0; f < fours; ++f) {
            for (std::size_t v = 0; v < 4; v += four_lanes) {
                double* const here = to + 4 * static_cast<std::size_t>(f) + v;
                hn::StoreU(hn::Add(hn::LoadU(d, here), hn::Load(d, turned[f] + 4 * l + v)), d, here);
            }
        }
    }
}

/// Sums over lines of one cell that fill all lanes: in crowded cells most do.
class CellSums {
  public:
    CellSums(int count, double* moments) : count_(count), moments_(moments) { clear(); }

    /// Of four lines of a cell; cells ascend.
    HWY_INLINE void add(std::uint32_t cell, FourV const* of_lanes) {
        if (cell != cell_) bring_home();
        cell_ = cell;
        for (int k = 0; k < count_; ++k)
            sums_[k] = hn::Add(sums_[k], of_lanes[k]);
    }
    /// Adds what is summed up to the cell's moments.
    void bring_home() {
        Four const d;
        double* const to = moments_ + std::size_t{cell_} * static_cast<std::size_t>(count_);
        for (int k = 0; k < count_; ++k)
            to[k] += hn::GetLane(hn::SumOfLanes(d, sums_[k]));
        clear();
    }

  private:
    void clear() {
        for (int k = 0; k < count_; ++k)
            sums_[k] = hn::Zero(Four());
    }

    int count_;
    double* moments_;
    std::uint32_t cell_ = 0;
    FourV sums_[most_moments];
};

template <bool WithSlopes>
HWY_INLINE void add_lines(MomentLines const& lines, int count, int kept, MomentsOut const& out) {
    Four const d;
    FourV const zero = hn::Zero(d);
    std::size_t const size = lines.size();
    double* const HWY_RESTRICT of_line = out.of_line;
    double* const HWY_RESTRICT slope_of_line = out.slope_of_line;
    FourV moments[most_moments], slopes[most_moments];
    CellSums sums(count, out.cells), slope_sums(WithSlopes ? count : 0, out.slope_cells);
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
            moments[k] = moment;
            if (k < kept) hn::StoreU(moment, d, of_line + static_cast<std::size_t>(k) * size + i);
            if constexpr (WithSlopes) {
                // dh_k = k h_(k-1) dζ + k (k-1) h_(k-2) variance dlnα, dζ = -iγ dlnγ
                FourV const first = hn::Mul(order, by_gamma);
                FourV const second = hn::Mul(hn::Mul(order, hn::Sub(order, hn::Set(d, 1.0))), by_variance);
                FourV const re = hn::MulSub(second, before_that.re, hn::Mul(first, before.im));
                FourV const im = hn::MulAdd(second, before_that.im, hn::Mul(first, before.re));
                FourV const slope =
                    hn::MulAdd(moment, by_strength, hn::NegMulAdd(strength, im, hn::Mul(mixed, re)));
                slopes[k] = slope;
                if (k < kept) hn::StoreU(slope, d, slope_of_line + static_cast<std::size_t>(k) * size + i);
            }
            FourV const spread = hn::Mul(order, variance);
            FourV const re = hn::MulAdd(x, now.re, hn::MulAdd(gamma, now.im, hn::Mul(spread, before.re)));
            FourV const im = hn::MulAdd(x, now.im, hn::NegMulAdd(gamma, now.re, hn::Mul(spread, before.im)));
            before_that = before;
            before = now;
            now = {re, im};
        }
        if (lines.cell[i] == lines.cell[i + four_lanes - 1]) {  // the lanes that fill up have no strength
            sums.add(lines.cell[i], moments);
            if constexpr (WithSlopes) slope_sums.add(lines.cell[i], slopes);
            continue;
        }
        std::size_t const lanes = std::min(four_lanes, lines.count - std::min(i, lines.count));
        add_to_cells(moments, count, lines.cell.data() + i, lanes, out.cells);
        if constexpr (WithSlopes) add_to_cells(slopes, count, lines.cell.data() + i, lanes, out.slope_cells);
    }
    sums.bring_home();
    if constexpr (WithSlopes) slope_sums.bring_home();
}

static void add_all_moments(MomentLines const& lines, int count, int kept, MomentsOut const& out) {
    if (lines.strength_slope.empty()) {
        add_lines<false>(lines, count, kept, out);
    } else {
        add_lines<true>(lines, count, kept, out);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(add_all_moments);

void MomentLines::resize(std::size_t lines, bool with_slopes) {
    count = lines;
    std::size_t const filled = (lines + 3) / 4 * 4;
    for (auto* column : {&offset, &gamma, &variance, &strength, &mixing})
        column->resize(filled);
    cell.resize(filled);
    strength_slope.resize(with_slopes ? filled : 0);
    gamma_slope.resize(with_slopes ? filled : 0);
}

void add_moments(MomentLines const& lines, int count, int kept, MomentsOut const& out) {
    HWY_DYNAMIC_DISPATCH(add_all_moments)(lines, count, kept, out);
}

}  // namespace vespa::lbl
#endif
