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

/// The columns of a lower triangular matrix whose first row lies in vector `First`, and those after them.
template <std::size_t Vectors, std::size_t First>
HWY_INLINE void add_lower_columns(double const* HWY_RESTRICT matrix, double const* HWY_RESTRICT in,
                                  FourV* sum) {
    if constexpr (First < Vectors) {
        Four const d;
        constexpr std::size_t rows = Vectors * four_lanes;
        for (std::size_t c = First * four_lanes; c < (First + 1) * four_lanes; ++c) {
            FourV const factor = hn::Set(d, in[c]);
            for (std::size_t v = First; v < Vectors; ++v)
                sum[v] = hn::MulAdd(factor, hn::LoadU(d, matrix + c * rows + v * four_lanes), sum[v]);
        }
        add_lower_columns<Vectors, First + 1>(matrix, in, sum);
    }
}

/// The same of a square matrix that is lower triangular: no multiplication by what is zero.
template <int Rows>
HWY_INLINE void add_lower_product(double const* matrix, double const* HWY_RESTRICT in,
                                  double* HWY_RESTRICT out) {
    Four const d;
    constexpr std::size_t vectors = static_cast<std::size_t>(Rows) / four_lanes;
    FourV sum[vectors];
    for (std::size_t v = 0; v < vectors; ++v)
        sum[v] = hn::LoadU(d, out + v * four_lanes);
    add_lower_columns<vectors, 0>(matrix, in, sum);
    for (std::size_t v = 0; v < vectors; ++v)
        hn::StoreU(sum[v], d, out + v * four_lanes);
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
