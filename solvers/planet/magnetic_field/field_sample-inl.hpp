// What the lane code of the magnetic field gives back. Included once per instruction set.
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_PLANET_FIELD_SAMPLE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_FIELD_SAMPLE_INL_HPP
#undef VESPA_PLANET_FIELD_SAMPLE_INL_HPP
#else
#define VESPA_PLANET_FIELD_SAMPLE_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::compute_here;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::M;
using simd::HWY_NAMESPACE::Triple;
using simd::HWY_NAMESPACE::V;

/// The field (T) and its gradient (T/m) at a vector of points: lane k of db_dx.y is dB_y/dx at point k.
struct FieldSample {
    Triple b, db_dx, db_dy, db_dz;
};

HWY_INLINE Triple zero_triple() {
    V const zero = hn::Zero(Doubles());
    return {zero, zero, zero};
}

HWY_INLINE Triple sum(Triple const& a, Triple const& b) {
    return {hn::Add(a.x, b.x), hn::Add(a.y, b.y), hn::Add(a.z, b.z)};
}

HWY_INLINE Triple difference(Triple const& a, Triple const& b) {
    return {hn::Sub(a.x, b.x), hn::Sub(a.y, b.y), hn::Sub(a.z, b.z)};
}

HWY_INLINE Triple broadcast(double const* v) {
    Doubles const d;
    return {hn::Set(d, v[0]), hn::Set(d, v[1]), hn::Set(d, v[2])};
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
