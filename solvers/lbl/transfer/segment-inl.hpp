#include <algorithm>
#include <cstddef>

#include "core/simd/lanes-inl.hpp"
#include "lbl/transfer/formal_solution.hpp"
#include "lbl/transfer/planck-inl.hpp"

#if defined(VESPA_LBL_SEGMENT_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_LBL_SEGMENT_INL_HPP
#undef VESPA_LBL_SEGMENT_INL_HPP
#else
#define VESPA_LBL_SEGMENT_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

/// Points worked on together: what a segment needs of them stays in the first cache.
constexpr std::size_t tile_points = 256;

/// Numbers at the points of a tile. A short last tile is filled up with its first point.
struct Tile {
    alignas(64) double values[tile_points];

    void fill(double value) { std::fill_n(values, tile_points, value); }
    void load(double const* from, std::size_t n) {
        std::copy_n(from, n, values);
        std::fill(values + n, values + tile_points, from[0]);
    }
    void store(double* to, std::size_t n) const { std::copy_n(values, n, to); }
    /// The points from `from` on, where they fill a tile; else a copy of them here.
    double const* at(double const* from, std::size_t n) {
        if (n == tile_points) return from;
        load(from, n);
        return values;
    }
    HWY_INLINE V get(std::size_t i) const { return hn::LoadU(Doubles(), values + i); }
    HWY_INLINE void set(std::size_t i, V v) { hn::StoreU(v, Doubles(), values + i); }
};

/// e^-t and 1 - e^-t for t >= 0, each to its own last digits: a faint sun seen through a thick layer may
/// still outshine it. Beyond 700 the first is 0.
struct Attenuation {
    V passed, absorbed;
};

/// With t = k ln 2 - r both follow from 2^-k and e^r - 1.
HWY_INLINE Attenuation attenuation(V tau) {
    Doubles const d;
    V const one = hn::Set(d, 1.0), most = hn::Set(d, 700.0);
    if (hn::AllTrue(d, hn::Lt(tau, hn::Set(d, 0x1p-6)))) {
        V const p = expm1_series<7>(hn::Neg(tau));
        return {hn::Add(one, p), hn::Neg(p)};
    }
    constexpr double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
    V const t = hn::Min(tau, most);
    V const k = hn::Round(hn::Mul(t, hn::Set(d, 1.4426950408889634)));
    V const r = hn::MulAdd(k, hn::Set(d, ln2_low), hn::MulSub(k, hn::Set(d, ln2_high), t));
    // e^r - 1 = r + r^2 (even + r odd)
    auto const c = [&](double factorial) { return hn::Set(d, 1 / factorial); };
    V const square = hn::Mul(r, r);
    V even = hn::MulAdd(square, c(479001600), c(3628800));
    V odd = hn::MulAdd(square, c(6227020800), c(39916800));
    odd = hn::MulAdd(square, odd, c(362880));
    even = hn::MulAdd(square, even, c(40320));
    odd = hn::MulAdd(square, odd, c(5040));
    even = hn::MulAdd(square, even, c(720));
    odd = hn::MulAdd(square, odd, c(120));
    even = hn::MulAdd(square, even, c(24));
    odd = hn::MulAdd(square, odd, c(6));
    even = hn::MulAdd(square, even, c(2));
    V const p = hn::MulAdd(square, hn::MulAdd(r, odd, even), r);
    hn::RebindToSigned<Doubles> const whole;
    hn::Rebind<std::int32_t, Doubles> const half;
    auto const exponent = hn::Sub(hn::Set(whole, 1023), hn::PromoteTo(whole, hn::DemoteTo(half, k)));
    V const scale = hn::BitCast(d, hn::ShiftLeft<52>(exponent));
    return {hn::IfThenElseZero(hn::Lt(tau, most), hn::MulAdd(scale, p, scale)),
            hn::NegMulAdd(scale, p, hn::Sub(one, scale))};
}

/// (1 - e^-t) / t - e^-t, by its series where the difference would cancel.
HWY_INLINE V far_weight(V t, Attenuation const& a) {
    Doubles const d;
    auto const c = [&](double v) { return hn::Set(d, v); };
    V series = hn::NegMulAdd(t, c(1.0 / 144), c(1.0 / 30));
    series = hn::NegMulAdd(t, series, c(1.0 / 8));
    series = hn::NegMulAdd(t, series, c(1.0 / 3));
    series = hn::Mul(t, hn::NegMulAdd(t, series, c(0.5)));
    V const small = c(1e-2);
    V const direct = hn::Sub(hn::Div(a.absorbed, hn::Max(t, small)), a.passed);
    return hn::IfThenElse(hn::Lt(t, small), series, direct);
}

/// Its derivative e^-t / t - (1 - e^-t) / t^2 + e^-t.
HWY_INLINE V far_weight_slope(V t, Attenuation const& a) {
    Doubles const d;
    auto const c = [&](double v) { return hn::Set(d, v); };
    V series = hn::NegMulAdd(t, c(1.0 / 140), c(5.0 / 144));
    series = hn::NegMulAdd(t, series, c(2.0 / 15));
    series = hn::NegMulAdd(t, series, c(3.0 / 8));
    series = hn::NegMulAdd(t, series, c(2.0 / 3));
    series = hn::NegMulAdd(t, series, c(0.5));
    V const small = c(5e-2);
    V const inverse = hn::Div(c(1.0), hn::Max(t, small));
    V const bracket = hn::NegMulAdd(a.absorbed, inverse, a.passed);
    return hn::IfThenElse(hn::Lt(t, small), series, hn::MulAdd(bracket, inverse, a.passed));
}

struct LegTemperatures {
    double mean, near, far;
};

inline LegTemperatures leg_temperatures(Sight const& sight, PathSegment const& leg) {
    double const low = sight.temperature[leg.layer], high = sight.temperature[leg.layer + 1];
    auto const mixed = [&](double share) { return (1 - share) * low + share * high; };
    return {mixed(leg.mean_share), mixed(leg.near_share), mixed(leg.far_share)};
}

/// The wavenumbers of a tile.
struct TileWavenumbers {
    Tile nu, scaled_cube;
    double low, high;

    void load(double const* from, std::size_t n) {
        nu.load(from, n);
        auto const [least, most] = std::minmax_element(from, from + n);
        low = *least;
        high = *most;
        for (std::size_t i = 0; i < tile_points; ++i)
            scaled_cube.values[i] = planck_c1 * nu.values[i] * nu.values[i] * nu.values[i];
    }
};

template <bool linear, int terms>
HWY_INLINE void cross_by(PlanckStretch const& near, PlanckStretch const& far, double factor_of_leg,
                         TileWavenumbers const& at, double const* tau, Tile& value, Tile& total) {
    Doubles const d;
    V const factor = hn::Set(d, factor_of_leg);
    for (std::size_t i = 0; i < tile_points; i += hn::Lanes(d)) {
        V const depth = hn::Mul(factor, hn::LoadU(d, tau + i));
        auto const a = attenuation(depth);
        V const nu = at.nu.get(i), cube = at.scaled_cube.get(i);
        V const b = near.at<terms>(nu, cube);
        V next = hn::MulAdd(value.get(i), a.passed, hn::Mul(b, a.absorbed));
        if constexpr (linear)
            next = hn::MulAdd(hn::Sub(far.at<terms>(nu, cube), b), far_weight(depth, a), next);
        value.set(i, next);
        total.set(i, hn::Add(total.get(i), depth));
    }
}

/// Takes the radiance `value` from the far to the near end of a segment and adds its optical depth to
/// `total`. \param tau  of the layer, at tile_points points
inline void cross(Sight const& sight, PathSegment const& leg, TileWavenumbers const& at, double const* tau,
                  Tile& value, Tile& total) {
    auto const t = leg_temperatures(sight, leg);
    bool const linear = sight.source == LayerSource::linear_in_tau;
    PlanckStretch const near(at.low, at.high, linear ? t.near : t.mean);
    PlanckStretch const far = linear ? PlanckStretch(at.low, at.high, t.far) : near;
    int const terms = near.terms() == 0 || far.terms() == 0 ? 0 : std::max(near.terms(), far.terms());
    auto const by = linear ? (terms == 0   ? cross_by<true, 0>
                              : terms == 5 ? cross_by<true, 5>
                                           : cross_by<true, 8>)
                           : (terms == 0   ? cross_by<false, 0>
                              : terms == 5 ? cross_by<false, 5>
                                           : cross_by<false, 8>);
    by(near, far, leg.factor, at, tau, value, total);
}

inline void exp_of_minus(Tile& tile) {
    for (std::size_t i = 0; i < tile_points; i += hn::Lanes(Doubles()))
        tile.set(i, attenuation(tile.get(i)).passed);
}

/// Adds a segment's part of the derivatives. \param far     radiance that enters its far end \param passed
/// transmittance from the observer to its near end; on return to its far end
inline void add_slopes(Sight const& sight, PathSegment const& leg, Tile const& nu, double const* tau,
                       Tile const& far, Tile& passed, Tile& by_depth, Tile& low, Tile& high) {
    Doubles const d;
    auto const t = leg_temperatures(sight, leg);
    V const factor = hn::Set(d, leg.factor);
    auto const spread = [&](std::size_t i, double share, V slope) {
        low.set(i, hn::MulAdd(hn::Set(d, 1 - share), slope, low.get(i)));
        high.set(i, hn::MulAdd(hn::Set(d, share), slope, high.get(i)));
    };
    for (std::size_t i = 0; i < tile_points; i += hn::Lanes(d)) {
        V const depth = hn::Mul(factor, hn::LoadU(d, tau + i)), through = passed.get(i);
        auto const a = attenuation(depth);
        V slope;
        if (sight.source == LayerSource::isothermal) {
            auto const b = planck_lanes<true>(nu.get(i), t.mean);
            spread(i, leg.mean_share, hn::Mul(hn::Mul(through, a.absorbed), b.slope));
            slope = hn::Mul(a.passed, hn::Sub(b.radiance, far.get(i)));
        } else {
            auto const near = planck_lanes<true>(nu.get(i), t.near);
            auto const beyond = planck_lanes<true>(nu.get(i), t.far);
            V const weight = far_weight(depth, a);
            spread(i, leg.far_share, hn::Mul(hn::Mul(through, weight), beyond.slope));
            spread(i, leg.near_share, hn::Mul(hn::Mul(through, hn::Sub(a.absorbed, weight)), near.slope));
            slope = hn::MulAdd(a.passed, hn::Sub(near.radiance, far.get(i)),
                               hn::Mul(hn::Sub(beyond.radiance, near.radiance), far_weight_slope(depth, a)));
        }
        by_depth.set(i, hn::MulAdd(hn::Mul(factor, through), slope, by_depth.get(i)));
        passed.set(i, hn::Mul(through, a.passed));
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
