#pragma once
#include <cstddef>
#include <span>

#include "lbl/transfer/gauss_legendre.hpp"

namespace vespa::lbl {

/// What a k-distribution at the nodes of `rule` may at most err in the mean transmission exp(-k u) of a bin
/// of `points` values of k, whatever they are and for every amount u >= 0: the largest difference between the
/// share of the bin's points and the weight of the nodes with a smaller k (the integral over k by parts: the
/// transmission falls from 1 to 0, whatever the amount; Koksma 1942, Mathematica B 11, 7). Sharp but for
/// 2/points: a bin of transparent and opaque points reaches it.
double transmission_error_bound(Quadrature const& rule, std::size_t points);

/// What it errs: the largest difference between the mean of exp(-k u) over the bin's values and the sum of
/// weight times exp(-k u) over the nodes, amounts u a factor of two apart from where the bin is transparent
/// to where it is opaque. \param values  of the bin, none negative, in any order \param k  at the nodes, as
/// k_at_nodes() makes them
double transmission_error(std::span<double const> values, Quadrature const& rule, std::span<double const> k);

}  // namespace vespa::lbl
