#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/transfer_table.cpp"
#include "core/simd/foreach_target.hpp"
//
#include <algorithm>
#include <cmath>

#include "lbl/line_sum/matrix_lanes-inl.hpp"
#include "lbl/line_sum/transfer_table.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

template <int Nodes>
HWY_INLINE void transfer_all(std::span<TransferRun const> runs, TransferTable const& table,
                             double const* moments, std::size_t stride, double* nodes) {
    constexpr std::size_t ahead = 12;  // runs jump between the ends of wings: nodes are asked for in time
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i + ahead < runs.size()) {
            __builtin_prefetch(nodes + runs[i + ahead].first * Nodes);
            __builtin_prefetch(nodes + runs[i + ahead].last * Nodes);
        }
        TransferRun const& run = runs[i];
        double const* const of_source = moments + run.source * stride;
        for (std::int64_t j = run.first; j <= run.last; ++j) {
            bool const above = j > run.cell;
            TransferAt const& at = table.at(above ? j - run.cell : run.cell - j);
            add_product<Nodes>(above ? at.above : at.below, at.terms, of_source, nodes + j * Nodes);
        }
    }
}

static void transfer_any(int count, std::span<TransferRun const> runs, TransferTable const& table,
                         double const* moments, std::size_t stride, double* nodes) {
    if (count == 8) {
        transfer_all<8>(runs, table, moments, stride, nodes);
    } else {
        transfer_all<12>(runs, table, moments, stride, nodes);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(transfer_any);

double const* TransferMatrices::at(std::int64_t offset) {
    auto& side = offset > 0 ? above_ : below_;
    auto const distance = static_cast<std::size_t>(std::abs(offset));
    if (side.size() <= distance) side.resize(distance + 1);
    if (side[distance].empty()) side[distance] = expansion_.to_nodes(static_cast<int>(offset));
    return side[distance].data();
}

namespace {

/// The rest of Σ (k+1) ρ^k beyond the terms is below the tolerance.
int terms_at(std::int64_t distance, double radius, double tolerance, int most) {
    double const ratio = radius / (2.0 * static_cast<double>(distance) - 1);
    if (ratio >= 0.5) return most;
    return std::clamp(static_cast<int>(std::ceil(std::log(0.003 * tolerance) / std::log(ratio))) + 1, 3,
                      most);
}

/// Smallest and largest distance of a run.
std::pair<std::int64_t, std::int64_t> distances_of(TransferRun const& run) {
    if (run.first > run.cell) return {run.first - run.cell, run.last - run.cell};
    return {run.cell - run.last, run.cell - run.first};
}

}  // namespace

void TransferTable::make(std::span<TransferRun const> runs, TransferMatrices& matrices, double radius,
                         double tolerance, int most) {
    auto const fill = [&](TransferAt& one, std::int64_t distance) {
        one = {matrices.at(distance), matrices.at(-distance), terms_at(distance, radius, tolerance, most)};
    };
    for (std::int64_t distance = 2; distance < small; ++distance)
        fill(near_[distance], distance);
    std::int64_t lowest = INT64_MAX, highest = -1;
    for (TransferRun const& run : runs) {
        auto const [from, to] = distances_of(run);
        if (to < small) continue;
        lowest = std::min(lowest, std::max(from, small));
        highest = std::max(highest, to);
    }
    far_.clear();
    if (highest < 0) return;
    far_first_ = lowest;
    far_.resize(static_cast<std::size_t>(highest - lowest + 1));
    if (far_.size() <= 16) {
        for (std::size_t i = 0; i < far_.size(); ++i)
            fill(far_[i], lowest + static_cast<std::int64_t>(i));
        return;
    }
    for (TransferRun const& run : runs) {
        auto const [from, to] = distances_of(run);
        for (std::int64_t distance = std::max(from, small); distance <= to; ++distance) {
            TransferAt& one = far_[static_cast<std::size_t>(distance - far_first_)];
            if (one.terms == 0) fill(one, distance);
        }
    }
}

void add_transfers(Expansion const& expansion, std::span<TransferRun const> runs, TransferTable const& table,
                   double const* moments, double* nodes) {
    HWY_DYNAMIC_DISPATCH(transfer_any)
    (expansion.nodes(), runs, table, moments, static_cast<std::size_t>(expansion.moments()), nodes);
}

}  // namespace vespa::lbl
#endif
