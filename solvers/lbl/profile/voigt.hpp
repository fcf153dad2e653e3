#pragma once

namespace vespa::lbl {

/// K + iL = w(x + iy) and the derivatives that temperature slopes need; those of L by dw/dz = dK/dx + i
/// dL/dx, dK/dy = -dL/dx, dL/dy = dK/dx.
struct VoigtValue {
    double k = 0, l = 0;          ///< Voigt function and its dispersion
    double dk_dx = 0, dl_dx = 0;  ///< dL/dx = -dK/dy
};

/// The Voigt function K(x, y), x = (nu - centre) / alpha, y = gamma / alpha >= 0, alpha the half-width at 1/e
/// of the Gaussian; the line's profile is K / (alpha sqrt pi). K and L to 1e-13, the derivatives to 1e-11 of
/// themselves. Armstrong 1967, JQSRT 7, 61.
VoigtValue voigt(double x, double y);

/// Half-width at half-maximum of the Voigt profile, cm-1, from those of its parts: the root of
/// K(x, y) = K(0, y) / 2, to 1e-10 of itself. \param alpha half-width at 1/e, > 0 \param gamma >= 0
double voigt_half_width(double gamma, double alpha);

}  // namespace vespa::lbl
