#pragma once
#include <cstddef>
#include <span>

#include "lbl/transfer/gauss_legendre.hpp"
#include "lbl/transfer/layer_rows.hpp"

namespace vespa::lbl {

/// Quadrature over the cumulative probability g of absorption coefficients in a bin.
/// Gauss-Legendre of n points on [0, 1]; or split, half of them on [0, 0.95], half on [0.95, 1], where the
/// line centres lie (n even). \throws BadInput for n = 0 or an odd n to be split
Quadrature g_quadrature(std::size_t points);
Quadrature split_g_quadrature(std::size_t points);

/// k(g) of a bin at the nodes of a quadrature: the values in rising order are taken as a function of g at
/// (rank + 1/2) / count, its logarithm interpolated linearly (the values where one is not positive), held
/// beyond the first and the last.
/// \param values  cross sections or optical depths at equal steps of wavenumber; at least one
void k_at_nodes(std::span<double const> values, Quadrature const& rule, std::span<double> k);

/// The same in every layer, bin by bin: correlated k (Lacis & Oinas 1991, J. Geophys. Res. 96, 9027), the
/// same g standing for the same wavenumbers in all layers. \param bin_begin  index of the first point of each
/// bin, and one past the last bin's last; rising \param k          [layer][bin * nodes + node]
void correlated_k(Rows values, std::span<std::size_t const> bin_begin, Quadrature const& rule,
                  WritableRows k);

/// Mean over a bin of something computed at the nodes: sum of weight times value.
double mean_over_g(Quadrature const& rule, std::span<double const> at_nodes);

}  // namespace vespa::lbl
