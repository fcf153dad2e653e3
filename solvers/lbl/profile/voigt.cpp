#include "lbl/profile/voigt.hpp"

#include <cmath>

#include "lbl/profile/faddeeva.hpp"

namespace vespa::lbl {

VoigtValue voigt(double x, double y) {
    std::complex<double> const w = faddeeva(x, y), slope = faddeeva_slope({x, y}, w);
    return {w.real(), w.imag(), slope.real(), slope.imag()};
}

double voigt_half_width(double gamma, double alpha) {
    double const y = gamma / alpha, half = 0.5 * faddeeva(0, y).real();
    // Olivero & Longbothum 1977, JQSRT 17, 233: good to 2e-4, then Newton's steps.
    double const gauss = std::sqrt(std::log(2.0));
    double x = 0.5346 * y + std::sqrt(0.2166 * y * y + gauss * gauss);
    for (int step = 0; step < 4; ++step) {
        VoigtValue const value = voigt(x, y);
        x -= (value.k - half) / value.dk_dx;
    }
    return x * alpha;
}

}  // namespace vespa::lbl
