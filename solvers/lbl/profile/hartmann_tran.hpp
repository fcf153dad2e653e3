#pragma once
#include <complex>

namespace vespa::lbl {

/// The parameters of the Hartmann-Tran profile of one line, cm-1 but for the correlation (Tran, Ngo &
/// Hartmann 2013, JQSRT 129, 199; Ngo et al. 2013, JQSRT 129, 89; recommended by Tennyson et al. 2014, Pure
/// Appl. Chem. 86, 1931). Speed-dependent Voigt: velocity_changing = correlation = 0. Rautian: both speed
/// dependences and the correlation 0. Voigt: all four 0.
struct HartmannTran {
    double doppler_width = 0;           ///< alpha, half-width at 1/e, > 0
    double lorentz_half_width = 0;      ///< Gamma_0, averaged over speeds
    double shift = 0;                   ///< Delta_0; positive moves the line up
    double speed_dependence = 0;        ///< Gamma_2
    double shift_speed_dependence = 0;  ///< Delta_2
    double velocity_changing = 0;       ///< nu_VC
    double correlation = 0;             ///< eta, < 1
};

/// The profile at nu - nu_0 = `offset` (cm-1), in cm: the real part absorbs and has the integral 1, the
/// imaginary part is the dispersion that first-order line mixing takes. Written over differences that do not
/// cancel (README.md), so that it needs no special case for small or large speed dependence: to 1e-9 of each
/// part, 1e-12 where the profile is not a billionth of its dispersion.
std::complex<double> hartmann_tran(HartmannTran const& line, double offset);

}  // namespace vespa::lbl
