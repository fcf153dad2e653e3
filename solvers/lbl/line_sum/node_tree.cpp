#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/line_sum/node_tree.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "lbl/line_sum/matrix_lanes-inl.hpp"
#include "lbl/line_sum/node_tree.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

template <int Nodes>
HWY_INLINE void push_down(Expansion const& expansion, double const* parents, std::int64_t cells,
                          double* children) {
    for (std::int64_t c = 0; c < cells; ++c) {
        double const* const parent = parents + (c >> 1) * Nodes;
        add_product<Nodes>(expansion.to_child(static_cast<int>(c & 1)), Nodes, parent, children + c * Nodes);
    }
}

template <int Nodes>
HWY_INLINE void push_to_points(Expansion const& expansion, double const* nodes, std::int64_t leaves,
                               double* points) {
    for (std::int64_t c = 0; c < leaves; ++c)
        add_product<leaf_points>(expansion.to_points(), Nodes, nodes + c * Nodes, points + c * leaf_points);
}

static void push_all_down(Expansion const& expansion, NodeTree& tree) {
    for (int level = tree.levels() - 1; level > 0; --level) {
        if (expansion.nodes() == 8) {
            push_down<8>(expansion, tree.nodes(level), tree.cells(level - 1), tree.nodes(level - 1));
        } else {
            push_down<12>(expansion, tree.nodes(level), tree.cells(level - 1), tree.nodes(level - 1));
        }
    }
    if (expansion.nodes() == 8) {
        push_to_points<8>(expansion, tree.nodes(0), tree.leaves(), tree.points());
    } else {
        push_to_points<12>(expansion, tree.nodes(0), tree.leaves(), tree.points());
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <algorithm>

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

void NodeTree::add_to(std::span<double> sum) {
    HWY_DYNAMIC_DISPATCH(push_all_down)(*expansion_, *this);
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += points_[i];
    std::fill(points_.begin(), points_.end(), 0.0);
    for (auto& level : nodes_)
        std::fill(level.begin(), level.end(), 0.0);
}

}  // namespace vespa::lbl
#endif
