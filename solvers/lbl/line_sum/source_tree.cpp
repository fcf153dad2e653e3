#include "lbl/line_sum/source_tree.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/line_sum/matrices.hpp"

namespace vespa::lbl {

static_assert(leaf_points == 16, "last_inside and first_inside shift by 4");

double const* TransferMatrices::at(std::int64_t offset) {
    auto& side = offset > 0 ? above_ : below_;
    auto const distance = static_cast<std::size_t>(std::abs(offset));
    if (side.size() <= distance) side.resize(distance + 1);
    if (side[distance].empty()) side[distance] = expansion_.to_nodes(static_cast<int>(offset));
    return side[distance].data();
}

void SourceTree::begin(bool with_slopes) {
    with_slopes_ = with_slopes;
    width_ = 0;
    if (levels_.empty()) levels_.emplace_back();
    for (auto& level : levels_) {
        level.cell.clear();
        level.reach.clear();
        level.moments.clear();
        level.slope_moments.clear();
        level.parent.clear();
    }
}

void SourceTree::begin_leaf(std::int64_t cell, Reach const& reach) {
    leaf().cell.push_back(cell);
    leaf().reach.push_back(reach);
    leaf().moments.resize(leaf().moments.size() + stride(), 0.0);
    if (with_slopes_) leaf().slope_moments.resize(leaf().slope_moments.size() + stride(), 0.0);
}

double* SourceTree::slope_moments() {
    return with_slopes_ ? leaf().slope_moments.data() + leaf().slope_moments.size() - stride() : nullptr;
}

/// Makes `level` from the one below. Returns whether any of its cells reaches a separate cell of the grid:
/// if none does, no level above is of use either.
bool SourceTree::build_level(int level, NodeTree const& sum) {
    auto const index = static_cast<std::size_t>(level);
    if (levels_.size() <= index) levels_.emplace_back();
    SourceLevel& below = levels_[index - 1];
    SourceLevel& here = levels_[index];
    bool reaches = false;
    for (std::size_t i = 0; i < below.cell.size(); ++i) {
        std::int64_t const cell = below.cell[i] >> 1;
        if (here.cell.empty() || here.cell.back() != cell) {
            here.cell.push_back(cell);
            here.reach.push_back(below.reach[i]);
            here.moments.resize(here.moments.size() + stride(), 0.0);
            if (with_slopes_) here.slope_moments.resize(here.slope_moments.size() + stride(), 0.0);
        }
        Reach& reach = here.reach.back();
        Reach const& child = below.reach[i];
        reach = {
            std::max(reach.first_of_all, child.first_of_all), std::min(reach.last_of_all, child.last_of_all),
            std::min(reach.first_of_any, child.first_of_any), std::max(reach.last_of_any, child.last_of_any)};
        below.parent.push_back(static_cast<std::uint32_t>(here.cell.size() - 1));
    }
    push_up(expansion_, below, here.moments.data(), below.moments.data());
    if (with_slopes_) push_up(expansion_, below, here.slope_moments.data(), below.slope_moments.data());
    std::int64_t const cells = sum.cells(level);
    for (std::size_t i = 0; i < here.cell.size() && !reaches; ++i) {
        std::int64_t const cell = here.cell[i];
        std::int64_t const last = std::min(last_inside(here.reach[i].last_of_all, level), cells - 1);
        std::int64_t const first = std::max(first_inside(here.reach[i].first_of_all, level), std::int64_t{0});
        reaches = last >= cell + 2 || first <= cell - 2;
    }
    return reaches;
}

void SourceTree::transfer(TransferMatrices& matrices, NodeTree& sum, NodeTree* slope) {
    if (leaf().cell.empty()) return;
    int top = 0;
    while (build_level(top + 1, sum))
        ++top;
    sum.reach(top);
    if (slope) slope->reach(top);
    for (int level = 0; level <= top; ++level) {
        transfer_level(level, matrices, sum, false);
        if (slope) transfer_level(level, matrices, *slope, true);
    }
}

/// The rest of Σ (k+1) ρ^k beyond the terms is below the tolerance.
TransferAt SourceTree::transfer_at(int level, std::int64_t distance, TransferMatrices& matrices) const {
    double const radius = std::hypot(1.1, std::ldexp(width_, -level));
    double const ratio = radius / (2.0 * static_cast<double>(distance) - 1);
    int terms = expansion_.moments();
    if (ratio < 0.5)
        terms = std::clamp(static_cast<int>(std::ceil(std::log(0.003 * tolerance_) / std::log(ratio))) + 1, 3,
                           terms);
    return {matrices.at(distance), matrices.at(-distance), terms};
}

namespace {

/// Cells that a source is to be added to.
struct Targets {
    std::int64_t first, last;
};

}  // namespace

void SourceTree::transfer_level(int level, TransferMatrices& matrices, NodeTree& tree, bool slopes) {
    auto const index = static_cast<std::size_t>(level);
    SourceLevel const& here = levels_[index];
    SourceLevel const& above = levels_[index + 1];
    std::vector<double> const& moments = slopes ? here.slope_moments : here.moments;
    std::int64_t const cells = tree.cells(level);
    std::vector<TransferAt> at;  // by distance
    std::vector<Transfer> batch;
    double* const nodes = tree.nodes(level);
    for (std::size_t i = 0; i < here.cell.size(); ++i) {
        std::int64_t const cell = here.cell[i], parent = cell >> 1;
        Reach const& reach = here.reach[i];
        Reach const& parent_reach = above.reach[here.parent[i]];
        std::int64_t const last = std::min(last_inside(reach.last_of_all, level), cells - 1);
        std::int64_t const first = std::max(first_inside(reach.first_of_all, level), std::int64_t{0});
        // Cells of the parent's level that it has served itself: parent + 2 … and parent - 2 ….
        std::int64_t const parent_last = last_inside(parent_reach.last_of_all, level + 1);
        std::int64_t const parent_first = first_inside(parent_reach.first_of_all, level + 1);
        bool const served_above = parent_last >= parent + 2, served_below = parent_first <= parent - 2;
        bool const near = level >= near_level_;
        Targets const targets[4] = {
            {cell + 2, near ? std::min(last, served_above ? 2 * parent + 3 : last) : cell},
            {served_above ? std::max(cell + 2, 2 * parent_last + 2) : last + 1, last},
            {near ? std::max(first, served_below ? 2 * parent - 2 : first) : cell, cell - 2},
            {first, served_below ? std::min(cell - 2, 2 * parent_first - 1) : first - 1}};
        for (auto const& t : targets) {
            for (std::int64_t j = std::max(t.first, std::int64_t{0}); j <= std::min(t.last, cells - 1); ++j) {
                auto const distance = static_cast<std::size_t>(std::abs(j - cell));
                if (at.size() <= distance) at.resize(distance + 1);
                TransferAt& here_at = at[distance];
                if (here_at.terms == 0) here_at = transfer_at(level, std::abs(j - cell), matrices);
                batch.push_back({j > cell ? here_at.above : here_at.below, moments.data() + i * stride(),
                                 nodes + j * expansion_.nodes(), here_at.terms});
            }
        }
        if (batch.size() > 256 || i + 1 == here.cell.size()) {
            add_transfers(expansion_, batch);
            batch.clear();
        }
    }
}

}  // namespace vespa::lbl
