// The magnetic field over lanes, for lane code such as the ray tracer's. Included once per instruction set.
#include "planet/magnetic_field/magnetic_field.hpp"
//
#include "planet/magnetic_field/field_sample-inl.hpp"
#include "planet/magnetic_field/simple_parts-inl.hpp"

#if defined(VESPA_PLANET_FIELD_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_FIELD_INL_HPP
#undef VESPA_PLANET_FIELD_INL_HPP
#else
#define VESPA_PLANET_FIELD_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Field is Triple (B alone) or FieldSample (B and its gradient): adds every part to it.
template <class Field>
HWY_INLINE void add_parts(MagneticFieldParts const& parts, Triple const& position, Field& out) {
    for (auto const& part : parts.uniform)
        add_field(part, position, out);
    for (auto const& part : parts.dipoles)
        add_field(part, position, out);
    for (auto const& part : parts.axial)
        add_field(part, position, out);
}

/// B (T) at a vector of positions (m). A lane's result does not depend on the other lanes.
HWY_INLINE void evaluate_field(MagneticField const& field, Triple const& position_m, Triple& b) {
    b = zero_triple();
    add_parts(field.parts(), position_m, b);
}

/// B (T) and its gradient (T/m) at a vector of positions (m).
HWY_INLINE void evaluate_field(MagneticField const& field, Triple const& position_m, FieldSample& out) {
    out = {zero_triple(), zero_triple(), zero_triple(), zero_triple()};
    add_parts(field.parts(), position_m, out);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
