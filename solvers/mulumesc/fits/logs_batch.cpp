#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/fits/logs_batch.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

#include <algorithm>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class U>
HWY_INLINE void logs(U* values, std::size_t count) {
    hn::ScalableTag<U> const d;
    std::size_t const lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreU(hn::Log(d, hn::LoadU(d, values + i)), d, values + i);
    if (i == count) return;
    HWY_ALIGN U rest[HWY_MAX_BYTES / sizeof(U)];
    std::fill_n(rest, lanes, U(1));
    std::copy(values + i, values + count, rest);
    hn::Store(hn::Log(d, hn::Load(d, rest)), d, rest);
    std::copy_n(rest, count - i, values + i);
}

static void logs_of_floats(float* values, std::size_t count) {
    logs(values, count);
}
static void logs_of_doubles(double* values, std::size_t count) {
    logs(values, count);
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "mulumesc/fits/logs_batch.hpp"

namespace vespa::mulumesc {

HWY_EXPORT(logs_of_floats);
HWY_EXPORT(logs_of_doubles);

void replace_by_logs(float* values, std::size_t count) {
    HWY_DYNAMIC_DISPATCH(logs_of_floats)(values, count);
}
void replace_by_logs(double* values, std::size_t count) {
    HWY_DYNAMIC_DISPATCH(logs_of_doubles)(values, count);
}

}  // namespace vespa::mulumesc
#endif
