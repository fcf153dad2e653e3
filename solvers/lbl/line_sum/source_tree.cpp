#include "lbl/line_sum/source_tree.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/line_sum/matrices.hpp"

namespace vespa::lbl {

static_assert(leaf_points == 16, "last_inside and first_inside shift by 4");

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

/// Makes `level` from the one below. Returns whether any of its cells reaches a separate cell of the grid:
/// if none does, no level above is of use either.
bool SourceTree::build_level(int level, NodeTree const& sum) {
    auto const index = static_cast<std::size_t>(level);
    if (levels_.size() <= index) levels_.emplace_back();
    SourceLevel& below = levels_[index - 1];
    SourceLevel& here = levels_[index];
    bool reaches = false;
    below.parent.resize(below.cell.size());
    for (std::size_t i = 0; i < below.cell.size(); ++i) {
        std::int64_t const cell = below.cell[i] >> 1;
        if (here.cell.empty() || here.cell.back() != cell) {
            here.cell.push_back(cell);
            here.reach.push_back(below.reach[i]);
        }
        Reach& reach = here.reach.back();
        Reach const& child = below.reach[i];
        reach = {
            std::max(reach.first_of_all, child.first_of_all), std::min(reach.last_of_all, child.last_of_all),
            std::min(reach.first_of_any, child.first_of_any), std::max(reach.last_of_any, child.last_of_any)};
        below.parent[i] = static_cast<std::uint32_t>(here.cell.size() - 1);
    }
    here.moments.assign(here.cell.size() * stride(), 0.0);
    if (with_slopes_) here.slope_moments.assign(here.cell.size() * stride(), 0.0);
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
        SourceLevel const& here = levels_[static_cast<std::size_t>(level)];
        find_runs(level, sum.cells(level));
        table_.make(runs_, matrices, std::hypot(1.1, std::ldexp(width_, -level)), tolerance_,
                    expansion_.moments());
        add_transfers(expansion_, runs_, table_, here.moments.data(), sum.nodes(level));
        if (slope) add_transfers(expansion_, runs_, table_, here.slope_moments.data(), slope->nodes(level));
    }
}

/// The cells that those of a level serve: separate from them, wholly within their wings, and not served one
/// level up.
void SourceTree::find_runs(int level, std::int64_t cells) {
    auto const index = static_cast<std::size_t>(level);
    SourceLevel const& here = levels_[index];
    SourceLevel const& above = levels_[index + 1];
    bool const near = level >= near_level_;
    runs_.clear();
    for (std::size_t i = 0; i < here.cell.size(); ++i) {
        std::int64_t const cell = here.cell[i], parent = cell >> 1;
        Reach const& reach = here.reach[i];
        Reach const& parent_reach = above.reach[here.parent[i]];
        auto const add = [&](std::int64_t first, std::int64_t last) {
            first = std::max(first, std::int64_t{0});
            last = std::min(last, cells - 1);
            if (first <= last) runs_.push_back({i, cell, first, last});
        };
        std::int64_t const last = last_inside(reach.last_of_all, level);
        std::int64_t const first = first_inside(reach.first_of_all, level);
        // Cells of the parent's level that it has served itself: parent + 2 … and parent - 2 ….
        std::int64_t const parent_last = last_inside(parent_reach.last_of_all, level + 1);
        std::int64_t const parent_first = first_inside(parent_reach.first_of_all, level + 1);
        bool const served_above = parent_last >= parent + 2, served_below = parent_first <= parent - 2;
        if (near) add(cell + 2, served_above ? std::min(last, 2 * parent + 3) : last);
        if (served_above) add(std::max(cell + 2, 2 * parent_last + 2), last);
        if (near) add(served_below ? std::max(first, 2 * parent - 2) : first, cell - 2);
        if (served_below) add(first, std::min(cell - 2, 2 * parent_first - 1));
    }
}

}  // namespace vespa::lbl
