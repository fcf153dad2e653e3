#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/matrices.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "lbl/line_sum/matrices.hpp"
#include "lbl/line_sum/matrix_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

template <int Moments>
HWY_INLINE void push_all_up(Expansion const& expansion, SourceLevel const& level, double* parents,
                            double const* children) {
    for (std::size_t i = 0; i < level.cell.size(); ++i) {
        add_lower_product<Moments>(expansion.to_parent(static_cast<int>(level.cell[i] & 1)),
                                   children + i * Moments, parents + level.parent[i] * std::size_t{Moments});
    }
}

static void push_any_up(Expansion const& expansion, SourceLevel const& level, double* parents,
                        double const* children) {
    switch (expansion.moments()) {
        case 12:
            return push_all_up<12>(expansion, level, parents, children);
        case 16:
            return push_all_up<16>(expansion, level, parents, children);
        default:
            return push_all_up<24>(expansion, level, parents, children);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(push_any_up);

void push_up(Expansion const& expansion, SourceLevel const& level, double* parents, double const* children) {
    HWY_DYNAMIC_DISPATCH(push_any_up)(expansion, level, parents, children);
}

}  // namespace vespa::lbl
#endif
