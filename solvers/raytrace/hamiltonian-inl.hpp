// The ray equations in lanes: one ray a lane (README.md, eqs. 2 to 7). Included once per instruction set.
#include "core/simd/lanes-inl.hpp"
#include "planet/magnetic_field/field_sample-inl.hpp"
#include "planet/plasma/density-inl.hpp"
#include "raytrace/alignment.hpp"
#include "raytrace/plan.hpp"

#if defined(VESPA_RAYTRACE_HAMILTONIAN_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_HAMILTONIAN_INL_HPP
#undef VESPA_RAYTRACE_HAMILTONIAN_INL_HPP
#else
#define VESPA_RAYTRACE_HAMILTONIAN_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::cross;
using simd::HWY_NAMESPACE::dot;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::M;
using simd::HWY_NAMESPACE::plus_scaled;
using simd::HWY_NAMESPACE::scaled;
using simd::HWY_NAMESPACE::Triple;
using simd::HWY_NAMESPACE::V;

using planet::HWY_NAMESPACE::DensitySample;
using planet::HWY_NAMESPACE::FieldSample;

/// The medium where each ray of K vectors is.
template <std::size_t K>
struct LocalMedia {
    FieldSample field[K];     ///< T, T/m
    DensitySample plasma[K];  ///< m⁻³, m⁻⁴
};

/// What tells the rays of a vector apart in the dispersion relation.
struct Waves {
    V plasma;    ///< X / density
    V gyro;      ///< |**Y**| / |**B**|
    M ordinary;  ///< Appleton–Hartree sign +1
};

using Slopes = V[state_size];

/// What is watched along a ray.
struct Watched {
    V plasma_ratio;  ///< X
    V hamiltonian;   ///< H divided by dP'/dτ
    V sign;          ///< of Appleton and Hartree, of a wave exactly along **B** just below X = 1; elsewhere 0
};

/// The root μ of (u−y)μ² + (y+q²)μ − q² = 0 that belongs to the wave, and F = 2(u−y)μ + y + q².
struct Root {
    V mu, F;
    M from_index;  ///< taken from n², not from the square root
};

/// What the dispersion relation is made of.
struct Dispersion {
    V X, u;  ///< u = 1 − X
    Triple Y;
    V y, q, q2, N;  ///< **Y**·**Y**, **n**·**Y**, its square, **n**·**n**
    V discriminant, R;
};

HWY_INLINE void begin_dispersion(FieldSample const& field, DensitySample const& plasma, Triple const& n,
                                 Waves const& waves, Dispersion& out) {
    Doubles const d;
    out.X = hn::Mul(waves.plasma, plasma.density);
    out.u = hn::Sub(hn::Set(d, 1.0), out.X);
    out.Y = scaled(waves.gyro, field.b);
    out.y = dot(out.Y, out.Y);
    out.q = dot(n, out.Y);
    out.q2 = hn::Mul(out.q, out.q);
    out.N = dot(n, n);
    V const difference = hn::Sub(out.y, out.q2);
    out.discriminant = hn::MulAdd(difference, difference, hn::Mul(hn::Mul(hn::Set(d, 4.0), out.u), out.q2));
    // The tiny summand makes F and dP'/dτ vanish together, and their quotient one, where there is no field.
    out.R = hn::Add(hn::Sqrt(hn::Max(out.discriminant, hn::Zero(d))), hn::Set(d, 1e-200));
}

HWY_INLINE Root wave_root(Dispersion const& wave, M ordinary) {
    auto const& [X, u, Y, y, q, q2, N, discriminant, R] = wave;
    Doubles const d;
    V const one = hn::Set(d, 1.0);
    V const two = hn::Set(d, 2.0);
    V const p = hn::Add(y, q2);
    V const twice = hn::Mul(two, hn::Sub(u, y));
    V const excess = hn::Sub(N, u);  // X μ on the dispersion surface
    // Above X = 1 the sign of F is not that of Appleton and Hartree along a whole branch: the state tells it.
    M const dense = hn::Ge(X, one);
    M const positive_F = hn::Gt(hn::MulAdd(twice, excess, hn::Mul(X, p)), hn::Zero(d));
    M const positive = hn::Or(hn::AndNot(dense, ordinary), hn::And(dense, positive_F));
    // Near F = 0 (the ray along **B**) the square root is not smooth, and near a resonance the root runs
    // away; there μ follows from n² without loss of digits.
    M const folds = hn::And(dense, hn::Lt(discriminant, hn::Mul(hn::Set(d, 0.01), hn::Mul(p, p))));
    M const from_index = hn::Or(folds, hn::Gt(N, hn::Set(d, 100.0)));

    V const sum = hn::Add(p, R);
    V const numerator = hn::IfThenElse(positive, hn::Mul(two, q2), hn::Neg(sum));
    V const denominator = hn::IfThenElse(positive, sum, twice);
    V const mu =
        hn::Div(hn::IfThenElse(from_index, excess, numerator), hn::IfThenElse(from_index, X, denominator));
    V const F = hn::IfThenElse(from_index, hn::MulAdd(twice, mu, p), hn::IfThenElse(positive, R, hn::Neg(R)));
    return {mu, F, from_index};
}

/// Derivatives of a Hamiltonian times a factor F.
struct Derivatives {
    Triple n;  ///< of the refractive index
    V X;
    Triple Y;
    V residual;  ///< 2 F H
};

/// Lanes whose wave is exactly along **B** and near X = 1.
HWY_INLINE M is_aligned(Dispersion const& wave, Triple const& n) {
    Doubles const d;
    M const near = hn::Lt(hn::Abs(wave.u), hn::Set(d, alignment_window));
    Triple const across = cross(n, wave.Y);
    V const limit = hn::Mul(hn::Set(d, aligned_sine_squared), hn::Mul(wave.N, wave.y));
    return hn::And(near, hn::Lt(dot(across, across), limit));
}

/// The Hamiltonian of the waves R and L in the lanes of `aligned`, times (1 ∓ Y)² (README.md, eq. 17).
HWY_INLINE void follow_field(M aligned, Dispersion const& wave, Triple const& n, Derivatives& h, V& sign) {
    auto const& [X, u, Y, y, q, q2, N, discriminant, R] = wave;
    Doubles const d;
    V const one = hn::Set(d, 1.0);
    V const half = hn::Set(d, 0.5);
    M const is_left = hn::And(hn::Gt(N, u), hn::Lt(N, one));
    V const sense = hn::IfThenElse(is_left, hn::Neg(one), one);  // +1: R
    V const strength = hn::Sqrt(y);
    V const g = hn::NegMulAdd(sense, strength, one);
    V const F = hn::Mul(g, g);
    V const along = hn::Div(hn::Mul(half, hn::Mul(X, sense)), strength);
    auto const take = [&](V mine, V& value) { value = hn::IfThenElse(aligned, mine, value); };
    take(hn::Mul(F, n.x), h.n.x);
    take(hn::Mul(F, n.y), h.n.y);
    take(hn::Mul(F, n.z), h.n.z);
    take(hn::Mul(half, g), h.X);
    take(hn::Mul(along, Y.x), h.Y.x);
    take(hn::Mul(along, Y.y), h.Y.y);
    take(hn::Mul(along, Y.z), h.Y.z);
    take(hn::MulAdd(F, hn::Sub(N, one), hn::Mul(X, g)), h.residual);
    sign = hn::IfThenElseZero(hn::And(aligned, hn::Gt(u, hn::Zero(d))), hn::Neg(sense));
}

/// Out of line: seldom called.
inline HWY_NOINLINE void look_along_field(Dispersion const& wave, Triple const& n, Derivatives& h, V& sign) {
    M const aligned = is_aligned(wave, n);
    if (!hn::AllFalse(Doubles(), aligned)) follow_field(aligned, wave, n, h, sign);
}

/// The slopes that follow from the group velocity and the derivatives of the Hamiltonian.
/// \param velocity  d**x**/dP'
/// \param h_X, h_Y  −∂H/∂density and −∂H/∂**B**, over dP'/dτ
HWY_INLINE void finish_slopes(FieldSample const& field, DensitySample const& plasma, Triple const& n,
                              Waves const& waves, Triple const& velocity, V h_X, Triple const& h_Y,
                              V (&slopes)[state_size]) {
    Triple const& density_gradient = plasma.gradient;
    slopes[0] = velocity.x;
    slopes[1] = velocity.y;
    slopes[2] = velocity.z;
    slopes[3] = hn::MulAdd(h_X, density_gradient.x, dot(h_Y, field.db_dx));
    slopes[4] = hn::MulAdd(h_X, density_gradient.y, dot(h_Y, field.db_dy));
    slopes[5] = hn::MulAdd(h_X, density_gradient.z, dot(h_Y, field.db_dz));
    slopes[phase_path] = dot(n, velocity);
    slopes[path_length] = hn::Sqrt(dot(velocity, velocity));
    slopes[plasma_ratio] = hn::Mul(waves.plasma, dot(density_gradient, velocity));
}

/// All derivatives of H times F: no division by F, which may vanish.
HWY_INLINE void derive(Dispersion const& wave, Root const& root, Triple const& n, Derivatives& h) {
    auto const& [X, u, Y, y, q, q2, N, discriminant, R] = wave;
    Doubles const d;
    V const half = hn::Set(d, 0.5);
    V const a = hn::Sub(hn::Set(d, 1.0), root.mu);
    V const X_a = hn::Mul(X, a);
    V const X_mu = hn::Mul(X, root.mu);
    h.n = plus_scaled(scaled(root.F, n), hn::Neg(hn::Mul(X_a, q)), Y);
    h.X = hn::Mul(half, hn::MulSub(a, root.F, hn::Mul(X_mu, root.mu)));
    h.Y = scaled(X_a, plus_scaled(scaled(root.mu, Y), hn::Neg(q), n));
    // H from the square root, or its quadratic where the root was taken from n².
    V const by_root = hn::Mul(root.F, hn::Sub(hn::Sub(N, u), X_mu));
    V const quadratic = hn::MulSub(root.mu, hn::MulAdd(hn::Sub(u, y), root.mu, hn::Add(y, q2)), q2);
    h.residual = hn::IfThenElse(root.from_index, hn::Mul(X, quadratic), by_root);
}

/// F dP'/dτ
HWY_INLINE V group_rate(Dispersion const& wave, Triple const& n, Derivatives const& h) {
    return hn::Add(hn::MulAdd(hn::Add(wave.X, wave.X), h.X, dot(n, h.n)), dot(wave.Y, h.Y));
}

/// Right-hand side of the ray equations at positions where the medium is `m`, for refractive indices `n`.
/// The vectors advance together, part by part: while one waits for a root or a quotient, the others compute.
/// \param slopes  derivatives of the state with respect to the group path
template <std::size_t K>
HWY_INLINE void ray_slopes(LocalMedia<K> const& m, Triple const (&n)[K], Waves const (&waves)[K],
                           Slopes* const (&slopes)[K], Watched (&watched)[K]) {
    Doubles const d;
    V const half = hn::Set(d, 0.5);
    Dispersion wave[K];
    Root root[K];
    Derivatives h[K];
    V inverse[K];
    M near = hn::MaskFromVec(hn::Zero(d));
    for (std::size_t v = 0; v < K; ++v)
        begin_dispersion(m.field[v], m.plasma[v], n[v], waves[v], wave[v]);
    for (std::size_t v = 0; v < K; ++v)
        root[v] = wave_root(wave[v], waves[v].ordinary);
    for (std::size_t v = 0; v < K; ++v) {
        derive(wave[v], root[v], n[v], h[v]);
        inverse[v] = hn::Div(hn::Set(d, 1.0), group_rate(wave[v], n[v], h[v]));
        watched[v].sign = hn::Zero(d);
        near = hn::Or(near, hn::Lt(hn::Abs(wave[v].u), hn::Set(d, alignment_window)));
    }
    if (!hn::AllFalse(d, near)) {
        for (std::size_t v = 0; v < K; ++v) {
            look_along_field(wave[v], n[v], h[v], watched[v].sign);
            inverse[v] = hn::Div(hn::Set(d, 1.0), group_rate(wave[v], n[v], h[v]));
        }
    }
    for (std::size_t v = 0; v < K; ++v) {
        Triple const velocity = scaled(inverse[v], h[v].n);
        finish_slopes(m.field[v], m.plasma[v], n[v], waves[v], velocity,
                      hn::Neg(hn::Mul(hn::Mul(inverse[v], waves[v].plasma), h[v].X)),
                      scaled(hn::Neg(hn::Mul(inverse[v], waves[v].gyro)), h[v].Y), *slopes[v]);
        watched[v].plasma_ratio = wave[v].X;
        watched[v].hamiltonian = hn::Mul(half, hn::Mul(inverse[v], h[v].residual));
    }
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
