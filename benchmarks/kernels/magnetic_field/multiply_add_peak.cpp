#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "../benchmarks/kernels/magnetic_field/multiply_add_peak.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::benchmarks::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

// Ten chains cover the latency of two multiply-add units and fit sixteen registers.
static std::size_t multiply_adds(std::size_t steps) {
    Doubles const d;
    constexpr std::size_t chains = 10;
    V const factor = hn::Set(d, 0.999), term = hn::Set(d, 1e-7);
    V values[chains];
    for (auto& value : values)
        value = hn::Set(d, 1.0);
    for (std::size_t i = 0; i < steps; ++i) {
        for (auto& value : values)
            value = hn::MulAdd(value, factor, term);
    }
    V sum = hn::Zero(d);
    for (auto const& value : values)
        sum = hn::Add(sum, value);
    // The sum decides by one what is returned, so that it must be computed.
    return hn::Lanes(d) * chains * steps + (hn::GetLane(sum) < 0 ? 1 : 0);
}

}  // namespace vespa::benchmarks::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "multiply_add_peak.hpp"

namespace vespa::benchmarks {

HWY_EXPORT(multiply_adds);

std::size_t run_multiply_adds(std::size_t steps) {
    return HWY_DYNAMIC_DISPATCH(multiply_adds)(steps);
}

}  // namespace vespa::benchmarks
#endif
