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
    // Two chains of sums, since one waits for its own multiply-adds.
    FourV sum[vectors], other[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        sum[v] = hn::LoadU(d, out + v * four_lanes);
        other[v] = hn::Zero(d);
    }
    int c = 0;
    for (; c + 1 < columns; c += 2, matrix += 2 * Rows) {
        FourV const factor = hn::Set(d, in[c]), next = hn::Set(d, in[c + 1]);
        for (std::size_t v = 0; v < vectors; ++v) {
            sum[v] = hn::MulAdd(factor, hn::LoadU(d, matrix + v * four_lanes), sum[v]);
            other[v] = hn::MulAdd(next, hn::LoadU(d, matrix + Rows + v * four_lanes), other[v]);
        }
    }
    if (c < columns) {
        FourV const factor = hn::Set(d, in[c]);
        for (std::size_t v = 0; v < vectors; ++v)
            sum[v] = hn::MulAdd(factor, hn::LoadU(d, matrix + v * four_lanes), sum[v]);
    }
    for (std::size_t v = 0; v < vectors; ++v)
        hn::StoreU(hn::Add(sum[v], other[v]), d, out + v * four_lanes);
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
