#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/bands/wavelet_lanes.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "core/simd/lanes-inl.hpp"

#include <algorithm>

#include "mulumesc/bands/wavelet_lanes.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

/// Sums of four registers of spectra for one position.
struct Sums {
    V a, b, c, d;
};

HWY_INLINE void add(double weight, V s0, V s1, V s2, V s3, Sums& sums) {
    V const w = hn::Set(Doubles(), weight);
    sums.a = hn::MulAdd(w, s0, sums.a);
    sums.b = hn::MulAdd(w, s1, sums.b);
    sums.c = hn::MulAdd(w, s2, sums.c);
    sums.d = hn::MulAdd(w, s3, sums.d);
}

/// Two positions at once, so that what is loaded of the spectra serves both: their windows overlap but for
/// some channels at either end.
HWY_INLINE void two_positions(WeightRows const& rows, std::size_t p, std::size_t q, double const* steps,
                              std::size_t offset, double* out) {
    Doubles const d;
    std::size_t const n = hn::Lanes(d);
    auto const p_first = rows.first[p], q_first = rows.first[q];
    auto const p_end = p_first + rows.w[p].size(), q_end = q_first + rows.w[q].size();
    double const *const wp = rows.w[p].data() - p_first, *const wq = rows.w[q].data() - q_first;
    V const zero = hn::Zero(d);
    Sums sp{zero, zero, zero, zero}, sq = sp;
    auto const run = [&](std::size_t from, std::size_t to, bool for_p, bool for_q) HWY_ATTR {
        for (auto i = from; i < to; ++i) {
            double const* const row = steps + i * wavelet_tile + offset;
            V const s0 = hn::LoadU(d, row), s1 = hn::LoadU(d, row + n), s2 = hn::LoadU(d, row + 2 * n),
                    s3 = hn::LoadU(d, row + 3 * n);
            if (for_p) add(wp[i], s0, s1, s2, s3, sp);
            if (for_q) add(wq[i], s0, s1, s2, s3, sq);
        }
    };
    // Positions rise, and so do both ends of their windows.
    auto const common = std::min(std::max(q_first, p_first), p_end),
               last = std::max(common, std::min(p_end, q_end));
    run(p_first, common, true, false);
    run(common, last, true, true);
    run(std::max(last, q_first), q_end, false, true);
    auto const store = [&](Sums const& s, double* row) HWY_ATTR {
        hn::StoreU(s.a, d, row);
        hn::StoreU(s.b, d, row + n);
        hn::StoreU(s.c, d, row + 2 * n);
        hn::StoreU(s.d, d, row + 3 * n);
    };
    store(sp, out + p * wavelet_tile + offset);
    if (q != p) store(sq, out + q * wavelet_tile + offset);
}

static void weigh_all(WeightRows const& rows, double const* steps, double* out, std::size_t count) {
    auto const positions = rows.first.size();
    std::size_t const stride = 4 * hn::Lanes(Doubles());
    static_assert(wavelet_tile % (4 * HWY_MAX_BYTES / sizeof(double)) == 0);
    for (std::size_t offset = 0; offset < count; offset += stride)
        for (std::size_t p = 0; p < positions; p += 2)
            two_positions(rows, p, std::min(p + 1, positions - 1), steps, offset, out);
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::mulumesc {

HWY_EXPORT(weigh_all);

void weigh_steps(WeightRows const& weights, std::span<double const> steps, std::span<double> out,
                 std::size_t count) {
    if (weights.first.empty()) return;
    HWY_DYNAMIC_DISPATCH(weigh_all)(weights, steps.data(), out.data(), count);
}

}  // namespace vespa::mulumesc
#endif
