#pragma once
#include <cstddef>
#include <vector>

namespace vespa::lbl {

struct Quadrature {
    std::vector<double> node, weight;
};

/// Gauss-Legendre quadrature of n points on [a, b], nodes rising; exact for polynomials of degree 2n - 1.
/// Newton's method on the Legendre polynomial from Tricomi's estimates: nodes and weights to a few 1e-16.
Quadrature gauss_legendre(std::size_t n, double a, double b);

}  // namespace vespa::lbl
