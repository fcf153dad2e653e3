// The ray equations with ions, in lanes (README.md, eq. 16). Included once per instruction set.
#include "raytrace/hamiltonian-inl.hpp"
#include "raytrace/ion_polynomial-inl.hpp"
#include "raytrace/ions.hpp"

#if defined(VESPA_RAYTRACE_ION_SLOPES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_ION_SLOPES_INL_HPP
#undef VESPA_RAYTRACE_ION_SLOPES_INL_HPP
#else
#define VESPA_RAYTRACE_ION_SLOPES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// A vector of lanes that is written as a number: for formulas that lanes and the plain twin share.
struct LaneNumber {
    V v;

    LaneNumber() = default;
    HWY_INLINE explicit LaneNumber(double value) : v(hn::Set(Doubles(), value)) {}
    HWY_INLINE explicit LaneNumber(V value) : v(value) {}
};

HWY_INLINE LaneNumber operator+(LaneNumber const& a, LaneNumber const& b) {
    return LaneNumber(hn::Add(a.v, b.v));
}
HWY_INLINE LaneNumber operator-(LaneNumber const& a, LaneNumber const& b) {
    return LaneNumber(hn::Sub(a.v, b.v));
}
HWY_INLINE LaneNumber operator*(LaneNumber const& a, LaneNumber const& b) {
    return LaneNumber(hn::Mul(a.v, b.v));
}
HWY_INLINE LaneNumber operator-(LaneNumber const& a) {
    return LaneNumber(hn::Neg(a.v));
}

HWY_INLINE IonSums<LaneNumber> ion_sums(Ions const& ions, LaneNumber const& y) {
    Doubles const d;
    LaneNumber const zero(0.0);
    IonSums<LaneNumber> sums{zero, zero, zero, zero, zero, zero};
    for (auto const& [weight, gyro] : ions.species) {
        LaneNumber const g(gyro), g2(gyro * gyro);
        LaneNumber const inverse(hn::Div(hn::Set(d, 1.0), (LaneNumber(1.0) - g2 * y).v));
        LaneNumber const over = LaneNumber(weight) * inverse, slope = over * g2 * inverse;
        sums.sigma = sums.sigma + over;
        sums.tau = sums.tau + g2 * over;
        sums.delta = sums.delta + g * over;
        sums.sigma_y = sums.sigma_y + slope;
        sums.tau_y = sums.tau_y + g2 * slope;
        sums.delta_y = sums.delta_y + g * slope;
    }
    return sums;
}

/// Right-hand side of the ray equations with ions; otherwise as ray_slopes(). \param mass  ion_mass(ions)
HWY_INLINE void ion_slopes(FieldSample const& field, DensitySample const& plasma, Triple const& n,
                           Waves const& waves, Ions const& ions, double mass, V (&slopes)[state_size],
                           Watched& watched) {
    Doubles const d;
    LaneNumber const two(2.0);
    LaneNumber const X(hn::Mul(waves.plasma, plasma.density));
    Triple const Y = scaled(waves.gyro, field.b);
    LaneNumber const y(dot(Y, Y)), q(dot(n, Y)), N(dot(n, n));
    auto const p = ion_polynomial(X, y, LaneNumber(mass), ion_sums(ions, y));
    LaneNumber const q2 = q * q, mixed = p.t * N - p.w;
    LaneNumber const H_N = two * p.A * N - p.B + X * q2 * p.t;
    LaneNumber const H_q = two * X * q * mixed;
    LaneNumber const H_y = (p.A_y * N - p.B_y) * N + p.C_y + X * q2 * (p.t_y * N - p.w_y);
    LaneNumber const H_X = (p.A_X * N - p.B_X) * N + p.C_X + q2 * (mixed - X * p.w_X);
    LaneNumber const H = (p.A * N - p.B) * N + p.C + X * q2 * mixed;

    Triple const of_n = plus_scaled(scaled((two * H_N).v, n), H_q.v, Y);
    Triple const of_Y = plus_scaled(scaled((two * H_y).v, Y), H_q.v, n);
    V const group = hn::Add(hn::MulAdd((two * X).v, H_X.v, dot(n, of_n)), dot(Y, of_Y));
    V const inverse = hn::Div(hn::Set(d, 1.0), group);
    Triple const velocity = scaled(inverse, of_n);
    finish_slopes(field, plasma, n, waves, velocity, hn::Neg(hn::Mul(hn::Mul(inverse, waves.plasma), H_X.v)),
                  scaled(hn::Neg(hn::Mul(inverse, waves.gyro)), of_Y), slopes);
    watched.plasma_ratio = X.v;
    watched.sign = hn::Zero(Doubles());
    watched.hamiltonian = hn::Mul(inverse, H.v);
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
