// Lane code of the exact field of a semi-infinite current disc. Included once per instruction set.
// Derivation: README.md.
#include <cmath>
#include <type_traits>

#include "core/units/constants.hpp"
#include "planet/magnetic_field/current_disc.hpp"
//
#include "planet/magnetic_field/field_sample-inl.hpp"

#if defined(VESPA_PLANET_EXACT_DISC_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_EXACT_DISC_INL_HPP
#undef VESPA_PLANET_EXACT_DISC_INL_HPP
#else
#define VESPA_PLANET_EXACT_DISC_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Field in the meridian plane of a disc, in units of its strength.
struct MeridianField {
    V rho, z;
};

/// The same with derivatives: rho_z is ∂B_ρ/∂z. over_rho is B_ρ/ρ.
struct MeridianGradient {
    V rho, z, over_rho, rho_rho, rho_z, z_rho, z_z;
};

/// A point in the meridian plane of a disc, in any unit of length.
struct MeridianPoint {
    V rho, z;
    V half_thickness;
    V edge;  // the radius where the current begins
};

// Nodes of the quadrature: enough for the tolerance down to about edge/10⁴ from the edge's ring.
inline constexpr double most_disc_nodes = 1024;

/// Möbius parameter q and number of nodes, per lane. The integrand's nearest singularity ψ = iη has
/// cosh η − 1 = ((ρ−a)² + min(z±²)) / (2ρa); the map raises the rate of convergence from η to −ln q and N
/// nodes leave an error of about 16 q^{2N}.
struct DiscQuadrature {
    V q, nodes;
};

HWY_INLINE DiscQuadrature disc_quadrature(MeridianPoint const& at, double tolerance) {
    Doubles const d;
    V const one = hn::Set(d, 1.0), two = hn::Set(d, 2.0);
    V const digits = hn::Set(d, std::log(16 / tolerance));
    V const from_edge = hn::Sub(at.rho, at.edge);
    V const from_face = hn::Sub(hn::Abs(at.z), at.half_thickness);
    V const square = hn::MulAdd(from_edge, from_edge, hn::Mul(from_face, from_face));
    // Below this distance q would ask for more than the most nodes: −ln q ≈ √(2η) ≈ (8 (cosh η − 1))^¼.
    double const slowest = std::log(16 / tolerance) / (2 * most_disc_nodes);
    V const floor = hn::Set(d, slowest * slowest * slowest * slowest / 8);
    V const excess = hn::Max(floor, hn::Div(square, hn::Mul(two, hn::Mul(at.rho, at.edge))));
    V const grown = hn::Add(excess, hn::Sqrt(hn::Mul(excess, hn::Add(excess, two))));  // e^η − 1
    V const q = hn::Div(one, hn::Add(hn::Add(one, grown), hn::Sqrt(hn::Mul(grown, hn::Add(grown, two)))));
    V const rate = hn::Mul(hn::Set(d, -2.0), hn::Log(d, hn::Max(q, hn::Set(d, 1e-300))));
    // One node more than the estimate, which falls short where q is small and a node is worth many digits.
    V const nodes = hn::Add(hn::Ceil(hn::Div(digits, rate)), one);
    return {q, hn::Min(hn::Max(nodes, hn::Set(d, 4.0)), hn::Set(d, most_disc_nodes))};
}

/// Field of the disc that reaches from at.edge to infinity, and with Field = MeridianGradient its
/// derivatives.
///   B_ρ = 1/π ∫₀^π (ρ − a cos ψ) [1/(f₋+|z₋|) − 1/(f₊+|z₊|)] dψ
///   B_z = 1/π ∫₀^π [σ₊ ln(|z₊|+f₊) − σ₋ ln(|z₋|+f₋)] dψ − (σ₊ − σ₋) ln max(ρ,a)
/// z± = z ± D, f±² = z±² + ρ² + a² − 2ρa cos ψ, σ± = sgn z±.
/// \param tolerance error in units of the strength
template <class Field>
HWY_INLINE Field exact_disc(MeridianPoint const& at, double tolerance) {
    constexpr bool with_gradient = std::is_same_v<Field, MeridianGradient>;
    Doubles const d;
    V const one = hn::Set(d, 1.0), two = hn::Set(d, 2.0), zero = hn::Zero(d);
    auto const [q, nodes] = disc_quadrature(at, tolerance);

    V const below = hn::Sub(at.z, at.half_thickness), above = hn::Add(at.z, at.half_thickness);
    V const below_abs = hn::Abs(below), above_abs = hn::Abs(above);
    V const below_square = hn::Mul(below, below), above_square = hn::Mul(above, above);
    M const inside = hn::Lt(hn::Abs(at.z), at.half_thickness);
    M const over = hn::Gt(at.z, zero);
    V const larger = hn::Max(at.rho, at.edge);
    V const inverse_larger_square = hn::Div(one, hn::Mul(larger, larger));

    V const from_edge = hn::Sub(at.rho, at.edge);
    V const from_edge_square = hn::Mul(from_edge, from_edge);
    V const four_product = hn::Mul(hn::Set(d, 4.0), hn::Mul(at.rho, at.edge));
    V const twice_edge = hn::Mul(two, at.edge);
    V const q_square_plus_1 = hn::MulAdd(q, q, one), twice_q = hn::Mul(two, q);
    V const one_less_q = hn::Sub(one, q);
    V const half_square = hn::Mul(hn::Set(d, 0.5), hn::Mul(one_less_q, one_less_q));
    V const weight_scale = hn::Mul(one_less_q, hn::Add(one, q));

    // Midpoints χ = π (k + ½)/N by rotation.
    V const half_step = hn::Div(hn::Set(d, units::pi / 2), nodes);
    V cos = hn::Cos(d, half_step), sin = hn::Sin(d, half_step);
    V const step_cos = hn::MulSub(cos, cos, hn::Mul(sin, sin));
    V const step_sin = hn::Mul(two, hn::Mul(sin, cos));

    V b_rho = zero, b_z = zero, rho_z = zero, z_z = zero;
    V k = zero;
    for (M live = hn::Lt(k, nodes); !hn::AllFalse(d, live); k = hn::Add(k, one), live = hn::Lt(k, nodes)) {
        V const inverse = hn::Div(one, hn::MulAdd(twice_q, cos, q_square_plus_1));
        V const half_sine_square = hn::Mul(hn::Mul(half_square, inverse), hn::Sub(one, cos));
        V const weight = hn::IfThenElseZero(live, hn::Mul(weight_scale, inverse));
        V const distance_square = hn::MulAdd(four_product, half_sine_square, from_edge_square);
        V const projected = hn::Mul(weight, hn::MulAdd(twice_edge, half_sine_square, from_edge));
        V const f_below = hn::Sqrt(hn::Add(below_square, distance_square));
        V const f_above = hn::Sqrt(hn::Add(above_square, distance_square));
        V const sum_below = hn::Add(f_below, below_abs), sum_above = hn::Add(f_above, above_abs);
        V const product = hn::Mul(sum_below, sum_above);
        V const inverse_product = hn::Div(one, product);
        b_rho = hn::MulAdd(projected, hn::Mul(hn::Sub(sum_above, sum_below), inverse_product), b_rho);
        // One logarithm serves: of the sums' product inside the disc's slab, of their ratio outside.
        V const numerator = hn::IfThenElse(over, sum_above, sum_below);
        V const ratio = hn::Mul(hn::Mul(numerator, numerator), inverse_product);
        V const argument = hn::IfThenElse(inside, hn::Mul(product, inverse_larger_square), ratio);
        b_z = hn::MulAdd(weight, hn::Log(d, argument), b_z);
        if constexpr (with_gradient) {
            V const inverse_f = hn::Div(one, hn::Mul(f_below, f_above));
            z_z = hn::MulAdd(weight, hn::Mul(hn::Sub(f_below, f_above), inverse_f), z_z);
            // σ₊/(f₊(f₊+|z₊|)) − σ₋/(f₋(f₋+|z₋|))
            V const both = hn::Mul(inverse_f, inverse_product);
            V const part_above = hn::CopySign(hn::Mul(f_below, sum_below), above);
            V const part_below = hn::CopySign(hn::Mul(f_above, sum_above), below);
            rho_z = hn::MulAdd(projected, hn::Mul(both, hn::Sub(part_above, part_below)), rho_z);
        }
        V const turned = hn::NegMulAdd(sin, step_sin, hn::Mul(cos, step_cos));
        sin = hn::MulAdd(cos, step_sin, hn::Mul(sin, step_cos));
        cos = turned;
    }
    V const mean = hn::Div(one, nodes);
    b_rho = hn::IfThenElseZero(hn::Gt(at.rho, zero), hn::Mul(mean, b_rho));
    b_z = hn::Mul(mean, b_z);
    if constexpr (!with_gradient) {
        return {b_rho, b_z};
    } else {
        rho_z = hn::Mul(mean, rho_z);
        z_z = hn::Mul(mean, z_z);
        // Next to the axis B_ρ = −ρ/2 ∂B_z/∂z; the rest from ∇·B = 0 and ∇×B = 2 strength/ρ in the current.
        V const over_rho = hn::IfThenElse(hn::Lt(at.rho, hn::Mul(hn::Set(d, 1e-5), at.edge)),
                                          hn::Mul(hn::Set(d, -0.5), z_z), hn::Div(b_rho, at.rho));
        M const in_current = hn::And(inside, hn::Gt(at.rho, at.edge));
        V const z_rho = hn::Sub(rho_z, hn::IfThenElseZero(in_current, hn::Div(two, at.rho)));
        return {b_rho, b_z, over_rho, hn::Neg(hn::Add(z_z, over_rho)), rho_z, z_rho, z_z};
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
