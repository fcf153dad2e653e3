#pragma once
#include "lbl/instrument/line_shape.hpp"

namespace vespa::lbl {

/// Whether the shape is the transform of an apodisation.
bool is_apodised(LineShape shape);

/// A(u), u from 0 to 1; A(0) = 1 but for rounding in published coefficients.
double apodisation(LineShape shape, double parameter, double u);

/// Integral of A(u) cos(a u) over u from 0 to 1, by Gauss-Legendre quadrature fine enough for `a`.
double apodisation_transform(LineShape shape, double parameter, double a);

/// Integral of A(u) sin(a u) / u: pi / 2 times the share of the line shape within a of its centre.
double apodisation_share(LineShape shape, double parameter, double a);

}  // namespace vespa::lbl
