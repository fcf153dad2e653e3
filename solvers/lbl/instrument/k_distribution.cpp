#include "lbl/instrument/k_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr double split_at = 0.95;

/// \param sorted  rising
double k_at(std::vector<double> const& sorted, double g) {
    auto const n = static_cast<double>(sorted.size());
    double const place = std::clamp(g * n - 0.5, 0.0, n - 1);
    auto const below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted.size()) return sorted.back();
    double const low = sorted[below], high = sorted[below + 1], share = place - static_cast<double>(below);
    if (low > 0) return low * std::exp(share * std::log(high / low));
    return (1 - share) * low + share * high;
}

}  // namespace

Quadrature g_quadrature(std::size_t points) {
    if (points == 0) throw BadInput("0 points", "quadrature over g", "at least 1");
    return gauss_legendre(points, 0, 1);
}

Quadrature split_g_quadrature(std::size_t points) {
    if (points == 0 || points % 2 != 0)
        throw BadInput(std::to_string(points) + " points", "split quadrature over g", "an even number");
    auto rule = gauss_legendre(points / 2, 0, split_at);
    auto const upper = gauss_legendre(points / 2, split_at, 1);
    rule.node.insert(rule.node.end(), upper.node.begin(), upper.node.end());
    rule.weight.insert(rule.weight.end(), upper.weight.begin(), upper.weight.end());
    return rule;
}

void k_at_nodes(std::span<double const> values, Quadrature const& rule, std::span<double> k) {
    if (values.empty() || k.size() != rule.node.size())
        throw std::invalid_argument("k_at_nodes: no values, or not a place for each node");
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < k.size(); ++i)
        k[i] = k_at(sorted, rule.node[i]);
}

void correlated_k(Rows values, std::span<std::size_t const> bin_begin, Quadrature const& rule,
                  WritableRows k) {
    std::size_t const nodes = rule.node.size();
    bool fits = bin_begin.size() >= 2 && k.rows == values.rows &&
                k.points == (bin_begin.size() - 1) * nodes && bin_begin.back() <= values.points;
    for (std::size_t b = 0; fits && b + 1 < bin_begin.size(); ++b)
        fits = bin_begin[b] < bin_begin[b + 1];
    if (!fits) throw std::invalid_argument("correlated_k: shapes that do not fit, or an empty bin");
    for (std::size_t layer = 0; layer < values.rows; ++layer) {
        for (std::size_t b = 0; b + 1 < bin_begin.size(); ++b) {
            auto const bin = values.row(layer).subspan(bin_begin[b], bin_begin[b + 1] - bin_begin[b]);
            k_at_nodes(bin, rule, k.row(layer).subspan(b * nodes, nodes));
        }
    }
}

double mean_over_g(Quadrature const& rule, std::span<double const> at_nodes) {
    if (at_nodes.size() != rule.weight.size())
        throw std::invalid_argument("mean_over_g: not a value for each node");
    double sum = 0;
    for (std::size_t i = 0; i < at_nodes.size(); ++i)
        sum += rule.weight[i] * at_nodes[i];
    return sum;
}

}  // namespace vespa::lbl
