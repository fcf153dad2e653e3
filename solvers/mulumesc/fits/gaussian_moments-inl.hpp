// One sweep over the channels: the sums from which the normal equations of Gaussian bands follow, one
// spectrum a lane. Included once per instruction set.
//
// With a = w g and z = (λ−μ)/σ of band k, the model's slopes along s, μ, σ are (times w) a, (s/σ) a z, (s/σ)
// a z². Every entry of the normal matrix is thus a sum of products a_i z_i^p a_j z_j^q, p, q ≤ 2. As z_i is a
// straight line in z_j, the nine sums of a pair of bands are combinations of five: 50 sums instead of 74 for
// four bands.
#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/fits/exp2-inl.hpp"

#if defined(VESPA_MULUMESC_GAUSSIAN_MOMENTS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_GAUSSIAN_MOMENTS_INL_HPP
#undef VESPA_MULUMESC_GAUSSIAN_MOMENTS_INL_HPP
#else
#define VESPA_MULUMESC_GAUSSIAN_MOMENTS_INL_HPP
#endif

#include <algorithm>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

/// Channels swept together: what is kept of them stays in the first-level cache.
constexpr std::size_t tile = 32;

/// A number in each lane.
template <class U>
struct alignas(HWY_MAX_BYTES) Row {
    U lane[HWY_MAX_BYTES / sizeof(U)];
};

/// Parameters of a lane's model.
template <class U>
struct BandRows {
    Row<U> offset, slope, strength[most_bands], centre[most_bands], width[most_bands];
};

/// The sums over channels; ρ is the weighted residual, w the weight, u = w/λ.
template <class U>
struct Moments {
    Row<U> rho_rho, rho_w, rho_u;
    Row<U> single[most_bands][9];                       ///< of band k: a, a z, a z² times w, then u, then ρ
    Row<U> pair[most_bands * (most_bands + 1) / 2][5];  ///< in_triangle(j, i), i ≤ j: a_i times a_j, a_j z_j,
                                                        ///< a_j z_j²; a_j z_j² times a_i z_i, a_i z_i²
};

/// What is kept of a tile.
template <class U>
struct Tile {
    Row<U> w[tile], u[tile], rho[tile];
    Row<U> a[most_bands][3][tile];  ///< a, a z, a z²
};

template <class U, class D = hn::ScalableTag<U>>
HWY_INLINE hn::Vec<D> load(Row<U> const& row) {
    return hn::Load(D(), row.lane);
}
template <class U, class V>
HWY_INLINE void store(V v, Row<U>& row) {
    hn::Store(v, hn::ScalableTag<U>(), row.lane);
}

/// Fills w, u and ρ = w (ln R − c0 − c1/λ).
template <class U>
HWY_INLINE void fill_continuum(BandRows<U> const& model, U const* wavelength, Row<U> const* values,
                               Row<U> const* weights, std::size_t n, Tile<U>& t) {
    hn::ScalableTag<U> const d;
    auto const c0 = load(model.offset), c1 = load(model.slope);
    for (std::size_t c = 0; c < n; ++c) {
        auto const w = load(weights[c]), u = hn::Mul(w, hn::Set(d, U(1) / wavelength[c]));
        store(w, t.w[c]);
        store(u, t.u[c]);
        store(hn::NegMulAdd(c1, u, hn::Mul(w, hn::Sub(load(values[c]), c0))), t.rho[c]);
    }
}

/// Fills a, a z, a z² of band k and takes the band out of ρ.
template <class U>
HWY_INLINE void fill_band(BandRows<U> const& model, std::size_t k, U const* wavelength, std::size_t n,
                          Tile<U>& t) {
    hn::ScalableTag<U> const d;
    auto const s = load(model.strength[k]), centre = load(model.centre[k]);
    auto const per_width = hn::Div(hn::Set(d, U(1)), load(model.width[k]));
    auto const minus_half_log2_e = hn::Set(d, U(-0.72134752044448170368));
    for (std::size_t c = 0; c < n; ++c) {
        auto const z = hn::Mul(hn::Sub(hn::Set(d, wavelength[c]), centre), per_width);
        auto const z2 = hn::Mul(z, z);
        auto const a = hn::Mul(exp2_of_negative(d, hn::Mul(z2, minus_half_log2_e)), load(t.w[c]));
        store(a, t.a[k][0][c]);
        store(hn::Mul(a, z), t.a[k][1][c]);
        store(hn::Mul(a, z2), t.a[k][2][c]);
        store(hn::NegMulAdd(s, a, load(t.rho[c])), t.rho[c]);
    }
}

template <class U>
HWY_INLINE void add_residual(Tile<U> const& t, std::size_t n, Moments<U>& sums) {
    auto rr = load(sums.rho_rho), rw = load(sums.rho_w), ru = load(sums.rho_u);
    for (std::size_t c = 0; c < n; ++c) {
        auto const rho = load(t.rho[c]);
        rr = hn::MulAdd(rho, rho, rr);
        rw = hn::MulAdd(rho, load(t.w[c]), rw);
        ru = hn::MulAdd(rho, load(t.u[c]), ru);
    }
    store(rr, sums.rho_rho);
    store(rw, sums.rho_w);
    store(ru, sums.rho_u);
}

template <class U>
HWY_INLINE void add_single(Row<U> const (&a)[3][tile], Tile<U> const& t, std::size_t n, Row<U> (&sums)[9]) {
    hn::Vec<hn::ScalableTag<U>> s0 = load(sums[0]), s1 = load(sums[1]), s2 = load(sums[2]),
                                s3 = load(sums[3]), s4 = load(sums[4]), s5 = load(sums[5]),
                                s6 = load(sums[6]), s7 = load(sums[7]), s8 = load(sums[8]);
    for (std::size_t c = 0; c < n; ++c) {
        auto const a0 = load(a[0][c]), a1 = load(a[1][c]), a2 = load(a[2][c]);
        auto const w = load(t.w[c]), u = load(t.u[c]), rho = load(t.rho[c]);
        s0 = hn::MulAdd(a0, w, s0);
        s1 = hn::MulAdd(a1, w, s1);
        s2 = hn::MulAdd(a2, w, s2);
        s3 = hn::MulAdd(a0, u, s3);
        s4 = hn::MulAdd(a1, u, s4);
        s5 = hn::MulAdd(a2, u, s5);
        s6 = hn::MulAdd(a0, rho, s6);
        s7 = hn::MulAdd(a1, rho, s7);
        s8 = hn::MulAdd(a2, rho, s8);
    }
    store(s0, sums[0]), store(s1, sums[1]), store(s2, sums[2]);
    store(s3, sums[3]), store(s4, sums[4]), store(s5, sums[5]);
    store(s6, sums[6]), store(s7, sums[7]), store(s8, sums[8]);
}

/// The five sums of bands i and j.
template <class U>
HWY_INLINE void add_pair(Row<U> const (&a)[3][tile], Row<U> const (&b)[3][tile], std::size_t n,
                         Row<U> (&sums)[5]) {
    hn::Vec<hn::ScalableTag<U>> s0 = load(sums[0]), s1 = load(sums[1]), s2 = load(sums[2]),
                                s3 = load(sums[3]), s4 = load(sums[4]);
    for (std::size_t c = 0; c < n; ++c) {
        auto const a0 = load(a[0][c]), b2 = load(b[2][c]);
        s0 = hn::MulAdd(a0, load(b[0][c]), s0);
        s1 = hn::MulAdd(a0, load(b[1][c]), s1);
        s2 = hn::MulAdd(a0, b2, s2);
        s3 = hn::MulAdd(load(a[1][c]), b2, s3);
        s4 = hn::MulAdd(load(a[2][c]), b2, s4);
    }
    store(s0, sums[0]), store(s1, sums[1]), store(s2, sums[2]), store(s3, sums[3]), store(s4, sums[4]);
}

/// The five sums of band i with j and with j + 1: band i is loaded once for both.
template <class U>
HWY_INLINE void add_two_pairs(Row<U> const (&a)[3][tile], Row<U> const (&b)[3][tile],
                              Row<U> const (&e)[3][tile], std::size_t n, Row<U> (&of_b)[5],
                              Row<U> (&of_e)[5]) {
    hn::Vec<hn::ScalableTag<U>> s0 = load(of_b[0]), s1 = load(of_b[1]), s2 = load(of_b[2]),
                                s3 = load(of_b[3]), s4 = load(of_b[4]), r0 = load(of_e[0]),
                                r1 = load(of_e[1]), r2 = load(of_e[2]), r3 = load(of_e[3]),
                                r4 = load(of_e[4]);
    for (std::size_t c = 0; c < n; ++c) {
        auto const a0 = load(a[0][c]), a1 = load(a[1][c]), a2 = load(a[2][c]);
        auto const b2 = load(b[2][c]), e2 = load(e[2][c]);
        s0 = hn::MulAdd(a0, load(b[0][c]), s0);
        s1 = hn::MulAdd(a0, load(b[1][c]), s1);
        s2 = hn::MulAdd(a0, b2, s2);
        s3 = hn::MulAdd(a1, b2, s3);
        s4 = hn::MulAdd(a2, b2, s4);
        r0 = hn::MulAdd(a0, load(e[0][c]), r0);
        r1 = hn::MulAdd(a0, load(e[1][c]), r1);
        r2 = hn::MulAdd(a0, e2, r2);
        r3 = hn::MulAdd(a1, e2, r3);
        r4 = hn::MulAdd(a2, e2, r4);
    }
    store(s0, of_b[0]), store(s1, of_b[1]), store(s2, of_b[2]), store(s3, of_b[3]), store(s4, of_b[4]);
    store(r0, of_e[0]), store(r1, of_e[1]), store(r2, of_e[2]), store(r3, of_e[3]), store(r4, of_e[4]);
}

/// All sums at a model. \param values, weights  [channel]
template <class U>
HWY_NOINLINE void sweep(BandRows<U> const& model, std::size_t bands, U const* wavelength,
                        Row<U> const* values, Row<U> const* weights, std::size_t channels, Tile<U>& t,
                        Moments<U>& sums) {
    sums = {};
    for (std::size_t begin = 0; begin < channels; begin += tile) {
        std::size_t const n = std::min(tile, channels - begin);
        fill_continuum(model, wavelength + begin, values + begin, weights + begin, n, t);
        for (std::size_t k = 0; k < bands; ++k)
            fill_band(model, k, wavelength + begin, n, t);
        add_residual(t, n, sums);
        for (std::size_t i = 0; i < bands; ++i) {
            add_single(t.a[i], t, n, sums.single[i]);
            std::size_t j = i;
            for (; j + 2 <= bands; j += 2) {
                add_two_pairs(t.a[i], t.a[j], t.a[j + 1], n, sums.pair[j * (j + 1) / 2 + i],
                              sums.pair[(j + 1) * (j + 2) / 2 + i]);
            }
            if (j < bands) add_pair(t.a[i], t.a[j], n, sums.pair[j * (j + 1) / 2 + i]);
        }
    }
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
