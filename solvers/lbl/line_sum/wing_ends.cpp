#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/wing_ends.cpp"
#include "core/simd/foreach_target.hpp"
//
#include <algorithm>

#include "lbl/line_sum/expansion.hpp"
#include "lbl/line_sum/matrix_lanes-inl.hpp"
#include "lbl/line_sum/wing_ends.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

constexpr std::size_t vectors = leaf_points / four_lanes;

/// 1 / X of the points of a leaf, X their distance from the middle of another in half-widths of a leaf.
struct Distances {
    Distances(std::int64_t source, std::int64_t target) {
        Four const d;
        double const half = leaf_points / 2;
        double const from = (static_cast<double>(leaf_points * (target - source)) - half) / half;
        for (std::size_t v = 0; v < vectors; ++v) {
            FourV const t = hn::Iota(d, static_cast<double>(v * four_lanes));
            over[v] = hn::Div(hn::Set(d, 1.0), hn::MulAdd(t, hn::Set(d, 1 / half), hn::Set(d, from)));
        }
    }
    FourV over[vectors];
};

/// Few lines: each by Horner's rule at all points, kept where it reaches.
HWY_INLINE void add_one_by_one(EndingLines const& lines, std::int64_t start, bool upper,
                               Distances const& distance, double* HWY_RESTRICT points) {
    Four const d;
    for (std::size_t i = 0; i < lines.count; ++i) {
        double const end = static_cast<double>(lines.ends[i] - start);
        if (upper ? end < 0 : end > leaf_points - 1) continue;
        for (std::size_t v = 0; v < vectors; ++v) {
            FourV sum = hn::Zero(d);
            for (int k = lines.terms - 1; k >= 0; --k) {
                double const moment = lines.moments[static_cast<std::size_t>(k) * lines.stride + i];
                sum = hn::Mul(hn::Add(sum, hn::Set(d, moment)), distance.over[v]);
            }
            FourV const t = hn::Iota(d, static_cast<double>(v * four_lanes)), limit = hn::Set(d, end);
            auto const inside = upper ? hn::Le(t, limit) : hn::Ge(t, limit);
            FourV const old = hn::LoadU(d, points + v * four_lanes);
            hn::StoreU(hn::Add(old, hn::IfThenElseZero(inside, sum)), d, points + v * four_lanes);
        }
    }
}

/// Many lines: their moments gathered by the point at which they end, summed up from point to point.
HWY_INLINE void add_by_points(EndingLines const& lines, std::int64_t start, bool upper,
                              Distances const& distance, double* HWY_RESTRICT points) {
    Four const d;
    constexpr int most_terms = 24;
    HWY_ALIGN double gathered[most_terms][leaf_points] = {};
    constexpr std::int64_t last = leaf_points - 1;
    for (std::size_t i = 0; i < lines.count; ++i) {
        std::int64_t const end = lines.ends[i] - start;
        if (upper ? end < 0 : end > last) continue;
        auto const t = static_cast<std::size_t>(upper ? std::min(end, last) : std::max(end, std::int64_t{0}));
        for (int k = 0; k < lines.terms; ++k)
            gathered[k][t] += lines.moments[static_cast<std::size_t>(k) * lines.stride + i];
    }
    for (int k = 0; k < lines.terms; ++k) {
        for (int t = 1; t < leaf_points; ++t) {
            int const here = upper ? leaf_points - 1 - t : t;
            gathered[k][here] += gathered[k][upper ? here + 1 : here - 1];
        }
    }
    for (std::size_t v = 0; v < vectors; ++v) {
        FourV sum = hn::Zero(d);
        for (int k = lines.terms - 1; k >= 0; --k)
            sum = hn::Mul(hn::Add(sum, hn::Load(d, gathered[k] + v * four_lanes)), distance.over[v]);
        hn::StoreU(hn::Add(sum, hn::LoadU(d, points + v * four_lanes)), d, points + v * four_lanes);
    }
}

static void add_ends(EndingLines const& lines, std::int64_t source, std::int64_t target, bool upper,
                     double* points) {
    Distances const distance(source, target);
    std::int64_t const start = target * leaf_points;
    if (lines.count <= 4) {
        add_one_by_one(lines, start, upper, distance, points);
    } else {
        add_by_points(lines, start, upper, distance, points);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(add_ends);

void add_wing_ends(EndingLines const& lines, std::int64_t source, std::int64_t target, bool upper,
                   double* points) {
    HWY_DYNAMIC_DISPATCH(add_ends)(lines, source, target, upper, points);
}

}  // namespace vespa::lbl
#endif
