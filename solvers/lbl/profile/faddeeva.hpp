#pragma once
#include <complex>

namespace vespa::lbl {

/// w(z) = exp(-z^2) erfc(-iz), the Faddeeva function, in double precision: real and imaginary part each to
/// about 1e-13 of itself, for every x and every y >= 0 (tests/solvers/lbl/profile). Inside |z| < 8 by the
/// sums of Zaghloul & Ali 2011, ACM TOMS 38, 15 (Algorithm 916), outside by Laplace's continued fraction
/// (Gautschi 1970, SIAM J. Numer. Anal. 7, 187) and, next to the real axis, the residue exp(-z^2).
/// A plain function for references, not for sums: about 0.1 us a value.
std::complex<double> faddeeva(double x, double y);

/// w(z) in the whole plane; y < 0 by w(z) = 2 exp(-z^2) - w(-z), which overflows for y << -|x|.
std::complex<double> faddeeva(std::complex<double> z);

/// The tail f of w = (i / sqrt pi) / (z - f), z in the upper half-plane and |z| >= 8: what differences of w
/// and its derivative, w' = -2 f w, are made of without cancellation.
std::complex<double> faddeeva_tail(std::complex<double> z);

/// dw/dz, to about 1e-11 of each part.
std::complex<double> faddeeva_slope(std::complex<double> z, std::complex<double> w);

}  // namespace vespa::lbl
