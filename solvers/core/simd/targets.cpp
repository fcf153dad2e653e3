#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/simd/targets.cpp"
#include "core/simd/foreach_target.hpp"
#include "core/simd/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::simd::HWY_NAMESPACE {
static std::size_t lanes() {
    return hn::Lanes(Doubles());
}
static std::int64_t target() {
    return HWY_TARGET;
}
}  // namespace vespa::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>
#include <stdexcept>

#include "core/simd/targets.hpp"

namespace vespa::simd {

HWY_EXPORT(lanes);
HWY_EXPORT(target);

std::string active_target() {
    return hwy::TargetName(HWY_DYNAMIC_DISPATCH(target)());
}

std::size_t active_lanes() {
    return HWY_DYNAMIC_DISPATCH(lanes)();
}

// Asked once, before use_target() narrows what Highway reports.
static std::vector<std::int64_t> const& available() {
    static auto const targets = hwy::SupportedAndGeneratedTargets();
    return targets;
}

std::vector<std::string> available_targets() {
    std::vector<std::string> names;
    for (auto const target_bit : available())
        names.emplace_back(hwy::TargetName(target_bit));
    return names;
}

void use_target(std::string const& name) {
    auto const& targets = available();
    std::int64_t only = 0;
    if (!name.empty()) {
        auto const found = std::find_if(targets.begin(), targets.end(),
                                        [&](std::int64_t bit) { return name == hwy::TargetName(bit); });
        if (found == targets.end()) {
            throw std::invalid_argument("instruction set \"" + name +
                                        "\" is not available on this processor");
        }
        only = *found;
    }
    hwy::SetSupportedTargetsForTest(only);
    // Dispatch remembers its choice: have it choose again.
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace vespa::simd
#endif
