#include "lbl/line_sum/expansion.hpp"

#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl {

namespace {

/// Matrix of the polynomial through values at `nodes`, read at `points`.
std::vector<double> interpolation(std::vector<double> const& nodes, std::vector<double> const& points) {
    std::vector<double> matrix;
    for (std::size_t j = 0; j < nodes.size(); ++j) {
        for (double const x : points) {
            double product = 1;
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                if (i != j) product *= (x - nodes[i]) / (nodes[j] - nodes[i]);
            }
            matrix.push_back(product);
        }
    }
    return matrix;
}

}  // namespace

TreeOrder tree_order(Precision precision) {
    switch (precision) {
        case Precision::coarse:
            return {8, 12};
        case Precision::standard:
            return {8, 16};
        case Precision::fine:
            break;
    }
    return {12, 24};
}

Expansion::Expansion(TreeOrder order) : order_(order) {
    int const p = order.nodes, q = order.moments;
    for (int j = p - 1; j >= 0; --j)
        node_.push_back(std::cos(units::pi * (j + 0.5) / p));
    for (int half = 0; half < 2; ++half) {
        std::vector<double> points;
        for (double const t : node_)
            points.push_back(half - 0.5 + 0.5 * t);
        to_child_[half] = interpolation(node_, points);
        // zeta = (zeta_child -+ 1) / 2; and sums carry 1 / half-width.
        to_parent_[half].assign(static_cast<std::size_t>(q * q), 0);
        for (int k = 0; k < q; ++k) {
            double binomial = 1;
            for (int j = k; j >= 0; --j) {  // C(k, j) (-+1)^(k-j) / 2^(k+1)
                double const sign = half == 0 && (k - j) % 2 ? -1 : 1;
                to_parent_[half][static_cast<std::size_t>(j * q + k)] = std::ldexp(sign * binomial, -(k + 1));
                binomial *= static_cast<double>(j) / (k - j + 1);
            }
        }
    }
    std::vector<double> points;
    for (int i = 0; i < leaf_points; ++i)
        points.push_back(-1 + 2.0 * i / leaf_points);
    to_points_ = interpolation(node_, points);
}

std::vector<double> Expansion::to_nodes(int offset) const {
    std::vector<double> matrix(static_cast<std::size_t>(order_.nodes * order_.moments));
    for (int i = 0; i < order_.nodes; ++i) {
        double const over = 1 / (2.0 * offset + node_[static_cast<std::size_t>(i)]);
        double power = over;
        for (int k = 0; k < order_.moments; ++k, power *= over)
            matrix[static_cast<std::size_t>(k * order_.nodes + i)] = power;
    }
    return matrix;
}

}  // namespace vespa::lbl
