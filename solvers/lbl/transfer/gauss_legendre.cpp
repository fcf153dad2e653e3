#include "lbl/transfer/gauss_legendre.hpp"

#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl {

Quadrature gauss_legendre(std::size_t n, double a, double b) {
    Quadrature rule;
    rule.node.resize(n);
    rule.weight.resize(n);
    long double const order = static_cast<long double>(n);
    for (std::size_t i = 0; i < n; ++i) {
        long double x =
            -std::cos(units::pi * (static_cast<double>(i) + 0.75) / (static_cast<double>(n) + 0.5));
        long double slope = 1;
        for (int step = 0; step < 10; ++step) {
            long double before = 0, value = 1;
            for (std::size_t k = 1; k <= n; ++k) {
                long double const degree = static_cast<long double>(k);
                long double const next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
                before = value;
                value = next;
            }
            slope = order * (before - x * value) / (1 - x * x);
            long double const correction = value / slope;
            x -= correction;
            if (std::abs(correction) < 1e-18L) break;
        }
        rule.node[i] = static_cast<double>(0.5L * (a + b) + 0.5L * (b - a) * x);
        rule.weight[i] = static_cast<double>((b - a) / ((1 - x * x) * slope * slope));
    }
    return rule;
}

}  // namespace vespa::lbl
