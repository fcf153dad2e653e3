// The dispersion relation with ions, written once for lanes and for numbers. Included once per instruction
// set.
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_RAYTRACE_ION_POLYNOMIAL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_ION_POLYNOMIAL_INL_HPP
#undef VESPA_RAYTRACE_ION_POLYNOMIAL_INL_HPP
#else
#define VESPA_RAYTRACE_ION_POLYNOMIAL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// What the ions add at a field of Y² = y, with its derivative in y: Σ w/Γ, Σ wg²/Γ, Σ wg/Γ over the species,
/// Γ = 1 − g²y. In what follows T is a number or a vector of lanes.
template <class T>
struct IonSums {
    T sigma, tau, delta;
    T sigma_y, tau_y, delta_y;
};

/// The dispersion relation of electrons and ions (README.md, eq. 16): coefficients of
/// H = A N² − B N + C + X q² (t N − w), and their derivatives with respect to X and y.
template <class T>
struct IonPolynomial {
    T A, B, C, t, w;
    T A_X, B_X, C_X, w_X;
    T A_y, B_y, C_y, t_y, w_y;
};

/// \param mass   Σ of the species' weights
template <class T>
HWY_INLINE IonPolynomial<T> ion_polynomial(T const& X, T const& y, T const& mass, IonSums<T> const& s) {
    T const one(1.0), two(2.0);
    T const E = one - y;
    T const P = one - X * (one + mass), P_X = -(one + mass);
    // E S, E R L and what stands beside q²: regular at the electrons' gyrofrequency
    T const S = E - X - X * E * s.sigma;
    T const S_X = -one - E * s.sigma, S_y = -one + X * s.sigma - X * E * s.sigma_y;
    T const d2 = s.delta * s.delta, s2 = s.sigma * s.sigma;
    T const X2 = X * X;
    T const RL = E - two * X + X2 - two * (E - X) * X * s.sigma + X2 * E * s2 + two * X2 * y * s.delta -
                 X2 * y * E * d2;
    T const RL_X = -two + two * X - two * (E - two * X) * s.sigma + two * X * E * s2 +
                   two * two * X * y * s.delta - two * X * y * E * d2;
    T const RL_y = -one + two * X * s.sigma - two * (E - X) * X * s.sigma_y - X2 * s2 +
                   two * X2 * E * s.sigma * s.sigma_y + two * X2 * (s.delta + y * s.delta_y) -
                   X2 * (E - y) * d2 - two * X2 * y * E * s.delta * s.delta_y;
    T const t = one + E * s.tau;
    T const w = one - X * s.sigma + s.tau * S - two * X * s.delta + X * E * d2;
    IonPolynomial<T> p;
    p.A = S;
    p.A_X = S_X;
    p.A_y = S_y;
    p.B = RL + S * P;
    p.B_X = RL_X + S_X * P + S * P_X;
    p.B_y = RL_y + S_y * P;
    p.C = P * RL;
    p.C_X = P_X * RL + P * RL_X;
    p.C_y = P * RL_y;
    p.t = t;
    p.t_y = E * s.tau_y - s.tau;
    p.w = w;
    p.w_X = -s.sigma + s.tau * S_X - two * s.delta + E * d2;
    p.w_y = -X * s.sigma_y + s.tau_y * S + s.tau * S_y - two * X * s.delta_y - X * d2 +
            two * X * E * s.delta * s.delta_y;
    return p;
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
