// The magnetic field over lanes, for lane code such as the ray tracer's. Included once per instruction set.
#include "planet/magnetic_field/magnetic_field.hpp"
//
#include "planet/magnetic_field/current_disc-inl.hpp"
#include "planet/magnetic_field/field_sample-inl.hpp"
#include "planet/magnetic_field/gridded_field-inl.hpp"
#include "planet/magnetic_field/high_multipoles-inl.hpp"
#include "planet/magnetic_field/multipole_gradient-inl.hpp"
#include "planet/magnetic_field/multipoles-inl.hpp"
#include "planet/magnetic_field/simple_parts-inl.hpp"

#if defined(VESPA_PLANET_FIELD_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_FIELD_INL_HPP
#undef VESPA_PLANET_FIELD_INL_HPP
#else
#define VESPA_PLANET_FIELD_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Adds the parts that take one vector of points at a time; Field is Triple (B alone) or FieldSample (B and
/// its gradient).
template <class Field>
HWY_INLINE void add_single_parts(MagneticFieldParts const& parts, Triple const& position, Field& out) {
    for (auto const& part : parts.uniform)
        add_field(part, position, out);
    for (auto const& part : parts.dipoles)
        add_field(part, position, out);
    for (auto const& part : parts.axial)
        add_field(part, position, out);
    for (auto const& part : parts.discs)
        add_field(part, position, out);
    for (auto const& part : parts.radial_currents)
        add_field(part, position, out);
    for (auto const& part : parts.grids)
        add_field(part, position, out);
}

/// B (T) at K vectors of positions (m). A lane's result depends neither on the other lanes nor on K.
template <int K>
HWY_INLINE void evaluate_field(MagneticField const& field, Triple const (&positions_m)[K], Triple (&b)[K]) {
    for (int k = 0; k < K; ++k) {
        b[k] = zero_triple();
        add_single_parts(field.parts(), positions_m[k], b[k]);
    }
    for (auto const& part : field.parts().multipoles) {
        if (part.degree() > highest_harmonic_degree) {
            add_high_multipole_field<K>(part, positions_m, b);
        } else {
            add_multipole_field<K>(part, positions_m, b);
        }
    }
}

/// B (T) at a vector of positions (m).
HWY_INLINE void evaluate_field(MagneticField const& field, Triple const& position_m, Triple& b) {
    Triple const positions[1] = {position_m};
    Triple fields[1];
    evaluate_field<1>(field, positions, fields);
    b = fields[0];
}

/// B (T) and its gradient (T/m) at a vector of positions (m). A lane's result does not depend on the others.
HWY_INLINE void evaluate_field(MagneticField const& field, Triple const& position_m, FieldSample& out) {
    out = {zero_triple(), zero_triple(), zero_triple(), zero_triple()};
    add_single_parts(field.parts(), position_m, out);
    for (auto const& part : field.parts().multipoles)
        add_multipole_gradient(part, position_m, out);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
