// What lane code is written with: Highway's vectors and elementary functions, and a triple of vectors.
// No #pragma once: Highway includes this again for every instruction set (see foreach_target.hpp); a header
// of lane code of ours is named *-inl.hpp and guarded with HWY_TARGET_TOGGLE as below.
#include <hwy/highway.h>
//
#include <hwy/contrib/math/math-inl.h>

#if defined(VESPA_CORE_SIMD_LANES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_CORE_SIMD_LANES_INL_HPP
#undef VESPA_CORE_SIMD_LANES_INL_HPP
#else
#define VESPA_CORE_SIMD_LANES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many doubles as a register holds: the lanes.
using Doubles = hn::ScalableTag<double>;
using V = hn::Vec<Doubles>;
using M = hn::Mask<Doubles>;

/// Three vectors: lane k of (x, y, z) is one point or one Cartesian vector.
struct Triple {
    V x, y, z;
};

HWY_INLINE V dot(Triple const& a, Triple const& b) {
    return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}

HWY_INLINE Triple scaled(V s, Triple const& a) {
    return {hn::Mul(s, a.x), hn::Mul(s, a.y), hn::Mul(s, a.z)};
}

/// a + s b
HWY_INLINE Triple plus_scaled(Triple const& a, V s, Triple const& b) {
    return {hn::MulAdd(s, b.x, a.x), hn::MulAdd(s, b.y, a.y), hn::MulAdd(s, b.z, a.z)};
}

HWY_INLINE Triple cross(Triple const& a, Triple const& b) {
    return {hn::MulSub(a.y, b.z, hn::Mul(a.z, b.y)), hn::MulSub(a.z, b.x, hn::Mul(a.x, b.z)),
            hn::MulSub(a.x, b.y, hn::Mul(a.y, b.x))};
}

#if HWY_ARCH_X86 && HWY_TARGET < HWY_EMU128
#define VESPA_SIMD_REGISTER "+v"
#endif

/// Keeps the compiler from computing these vectors later than here: in long lines of sums it would put off
/// what is needed last, and run out of registers.
HWY_INLINE void compute_here([[maybe_unused]] V& a, [[maybe_unused]] V& b) {
#ifdef VESPA_SIMD_REGISTER
    asm volatile("" : VESPA_SIMD_REGISTER(a.raw), VESPA_SIMD_REGISTER(b.raw));
#endif
}

HWY_INLINE void compute_here([[maybe_unused]] V& a, [[maybe_unused]] V& b, [[maybe_unused]] V& c,
                             [[maybe_unused]] V& d, [[maybe_unused]] V& e, [[maybe_unused]] V& f) {
#ifdef VESPA_SIMD_REGISTER
    asm volatile(""
                 : VESPA_SIMD_REGISTER(a.raw), VESPA_SIMD_REGISTER(b.raw), VESPA_SIMD_REGISTER(c.raw),
                   VESPA_SIMD_REGISTER(d.raw), VESPA_SIMD_REGISTER(e.raw), VESPA_SIMD_REGISTER(f.raw));
#endif
}
#undef VESPA_SIMD_REGISTER

}  // namespace vespa::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
