// Lane code of the small matrices of the tree. Included once per instruction set.
#include <cstddef>

#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_LBL_MATRIX_LANES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_LBL_MATRIX_LANES_INL_HPP
#undef VESPA_LBL_MATRIX_LANES_INL_HPP
#else
#define VESPA_LBL_MATRIX_LANES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// At most four doubles: the tree's vectors have lengths that are multiples of four.
using Four = hn::CappedTag<double, 4>;
using FourV = hn::Vec<Four>;
constexpr std::size_t four_lanes = HWY_MAX_BYTES / sizeof(double) < 4 ? HWY_MAX_BYTES / sizeof(double) : 4;

/// out[0 … Rows) += matrix (column-major) times in[0 … columns).
template <int Rows>
HWY_INLINE void add_product(double const* HWY_RESTRICT matrix, int columns, double const* HWY_RESTRICT in,
                            double* HWY_RESTRICT out) {
    Four const d;
    constexpr std::size_t vectors = static_cast<std::size_t>(Rows) / four_lanes;
    FourV sum[vectors];
    for (std::size_t v = 0; v < vectors; ++v)
        sum[v] = hn::LoadU(d, out + v * four_lanes);
    for (int c = 0; c < columns; ++c, matrix += Rows) {
        FourV const factor = hn::Set(d, in[c]);
        for (std::size_t v = 0; v < vectors; ++v)
            sum[v] = hn::MulAdd(factor, hn::LoadU(d, matrix + v * four_lanes), sum[v]);
    }
    for (std::size_t v = 0; v < vectors; ++v)
        hn::StoreU(sum[v], d, out + v * four_lanes);
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
