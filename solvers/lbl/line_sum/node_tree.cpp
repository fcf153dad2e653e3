#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/node_tree.cpp"
#include "core/simd/foreach_target.hpp"
//
#include <algorithm>

#include "lbl/line_sum/matrix_lanes-inl.hpp"
#include "lbl/line_sum/node_tree.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

/// Adds to the cells first ... last of `level` what their parents hold.
template <int Nodes>
HWY_INLINE void push_down(Expansion const& expansion, NodeTree& tree, int level, std::int64_t first,
                          std::int64_t last) {
    double const* const parents = tree.nodes(level + 1);
    double* const children = tree.nodes(level);
    for (std::int64_t c = first; c <= last; ++c) {
        double const* const parent = parents + (c >> 1) * Nodes;
        add_product<Nodes>(expansion.to_child(static_cast<int>(c & 1)), Nodes, parent, children + c * Nodes);
    }
}

HWY_INLINE void clear(double* from, double* to) {
    std::fill(from, to, 0.0);
}

/// A leaf's points: what stands there and what its nodes hold.
template <int Nodes>
HWY_INLINE void add_leaf(Expansion const& expansion, double const* HWY_RESTRICT nodes,
                         double* HWY_RESTRICT points, Onto onto, double* HWY_RESTRICT sum) {
    Four const d;
    constexpr std::size_t vectors = leaf_points / four_lanes;
    double const* matrix = expansion.to_points();
    FourV total[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        total[v] = hn::LoadU(d, points + v * four_lanes);
        hn::StoreU(hn::Zero(d), d, points + v * four_lanes);
    }
    for (int c = 0; c < Nodes; ++c, matrix += leaf_points) {
        FourV const factor = hn::Set(d, nodes[c]);
        for (std::size_t v = 0; v < vectors; ++v)
            total[v] = hn::MulAdd(factor, hn::LoadU(d, matrix + v * four_lanes), total[v]);
    }
    for (std::size_t v = 0; v < vectors; ++v) {
        double* const to = sum + v * four_lanes;
        hn::StoreU(onto == Onto::values ? hn::Add(hn::LoadU(d, to), total[v]) : total[v], d, to);
    }
}

/// Leaves first ... last.
template <int Nodes>
HWY_INLINE void add_leaves(Expansion const& expansion, NodeTree& tree, std::int64_t first, std::int64_t last,
                           Onto onto, std::span<double> sum) {
    double const* const nodes = tree.nodes(0);
    double* const points = tree.points();
    for (std::int64_t c = first; c <= last; ++c) {
        std::int64_t const start = c * leaf_points, left = static_cast<std::int64_t>(sum.size()) - start;
        if (left >= leaf_points) {
            add_leaf<Nodes>(expansion, nodes + c * Nodes, points + start, onto, sum.data() + start);
            continue;
        }
        double rest[leaf_points];
        add_leaf<Nodes>(expansion, nodes + c * Nodes, points + start, Onto::nothing, rest);
        for (std::int64_t i = 0; i < left; ++i) {
            double& to = sum[static_cast<std::size_t>(start + i)];
            to = onto == Onto::values ? to + rest[i] : rest[i];
        }
    }
}

/// Down from level to level: above `block_level` everywhere, below it block after block, which stay in the
/// cache from the nodes to the sum. Leaves the tree cleared.
template <int Nodes>
HWY_INLINE void push_all(Expansion const& expansion, NodeTree& tree, std::span<double> sum, Onto onto) {
    constexpr int highest_block = 9;  // 512 leaves
    int const top = tree.levels() - 1, block_level = std::min(highest_block, top);
    for (int level = top - 1; level >= block_level; --level)
        push_down<Nodes>(expansion, tree, level, 0, tree.cells(level) - 1);
    for (std::int64_t block = 0; block < tree.cells(block_level); ++block) {
        for (int level = block_level - 1; level >= -1; --level) {
            // Cells of the block on the level above and on this one.
            int const up = block_level - level - 1;
            std::int64_t const first = block << up,
                               last = std::min((block + 1) << up, tree.cells(level + 1)) - 1;
            if (level >= 0) {
                std::int64_t const end = std::min((block + 1) << (up + 1), tree.cells(level)) - 1;
                push_down<Nodes>(expansion, tree, level, 2 * first, end);
            } else {
                add_leaves<Nodes>(expansion, tree, first, last, onto, sum);
            }
            clear(tree.nodes(level + 1) + first * Nodes, tree.nodes(level + 1) + (last + 1) * Nodes);
        }
    }
    for (int level = block_level + 1; level <= top; ++level)
        clear(tree.nodes(level), tree.nodes(level) + tree.cells(level) * Nodes);
}

static void push_all_down(Expansion const& expansion, NodeTree& tree, std::span<double> sum, Onto onto) {
    if (expansion.nodes() == 8) {
        push_all<8>(expansion, tree, sum, onto);
    } else {
        push_all<12>(expansion, tree, sum, onto);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(push_all_down);

NodeTree::NodeTree(Expansion const& expansion, std::int64_t points) : expansion_(&expansion), count_(points) {
    points_.assign(static_cast<std::size_t>(leaves() * leaf_points), 0);
    reach(0);
}

std::int64_t NodeTree::cells(int level) const {
    std::int64_t const size = std::int64_t{leaf_points} << level;
    return (count_ + size - 1) / size;
}

void NodeTree::reach(int level) {
    while (levels() <= level)
        nodes_.emplace_back(static_cast<std::size_t>(cells(levels()) * expansion_->nodes()), 0.0);
}

void NodeTree::empty_into(std::span<double> sum, Onto onto) {
    HWY_DYNAMIC_DISPATCH(push_all_down)(*expansion_, *this, sum, onto);
}

}  // namespace vespa::lbl
#endif
