#include "lbl/line_sum/cover.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::lbl {

bool Cover::is_smooth(int level, double middle, Shape const& shape) const {
    double const half = std::ldexp(0.5 * leaf_points, level);
    if (half > shape.smooth) return false;
    if (shape.gamma >= 2 * half || shape.alpha >= 8 * half) return true;
    double const distance = std::abs(middle - shape.centre);
    return distance >= 3 * half && distance - half >= shape.separation;
}

void Cover::visit(int level, std::int64_t cell, PointRange const& range, Shape const& shape) {
    std::int64_t const size = std::int64_t{leaf_points} << level, start = cell * size, end = start + size - 1;
    if (end < range.first || start > range.last) return;
    double const middle = static_cast<double>(start) + 0.5 * static_cast<double>(size);
    if (start >= range.first && end <= range.last && is_smooth(level, middle, shape)) {
        pieces_.push_back({level, cell, 0});
        highest_ = std::max(highest_, level);
        for (double const t : expansion_.node())
            places_.push_back(middle + 0.5 * static_cast<double>(size) * t - shape.centre);
    } else if (level > 0) {
        visit(level - 1, 2 * cell, range, shape);
        visit(level - 1, 2 * cell + 1, range, shape);
    } else {
        std::int64_t const first = std::max(start, range.first), last = std::min(end, range.last);
        pieces_.push_back({-1, first, last - first + 1});
        for (std::int64_t i = first; i <= last; ++i)
            places_.push_back(static_cast<double>(i) - shape.centre);
    }
}

void Cover::make(PointRange const& range, Shape const& shape) {
    pieces_.clear();
    places_.clear();
    if (range.empty()) return;
    // The grid's last leaf may reach beyond it: a range to the grid's end goes on to the leaf's.
    PointRange whole = range;
    std::int64_t const filled = tree_.leaves() * leaf_points;
    if (whole.last >= filled - leaf_points && whole.last == tree_.count() - 1) whole.last = filled - 1;
    int level = 0;
    while ((std::int64_t{leaf_points} << level) <= whole.last - whole.first)
        ++level;
    std::int64_t const size = std::int64_t{leaf_points} << level;
    for (std::int64_t cell = whole.first / size; cell <= whole.last / size; ++cell)
        visit(level, cell, whole, shape);
}

void Cover::add(double const* values, NodeTree& tree) const {
    for (Piece const& piece : pieces_) {
        std::int64_t const count = piece.level < 0 ? piece.count : expansion_.nodes();
        double* const to =
            piece.level < 0 ? tree.points() + piece.first : tree.nodes(piece.level) + piece.first * count;
        for (std::int64_t i = 0; i < count; ++i)
            to[i] += values[i];
        values += count;
    }
}

}  // namespace vespa::lbl
