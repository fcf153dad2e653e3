#pragma once
#include <span>
#include <string>

#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// The course of a spectrum without its bands. All are straight or smooth in true wavelength and see valid
/// channels alone (good ones with a finite value).
enum class Continuum {
    hull,        ///< upper convex hull (Clark & Roush 1984, JGR 89, 6329)
    segmented,   ///< the hull; then in each of its sides the local maxima that rise monotonically from the
                 ///< lower end join it, and hulls between them
    line,        ///< through the valid channels nearest to two anchors
    polynomial,  ///< least squares through the local maxima (of degree 2: Clénet et al. 2011, Icarus 213,
                 ///< 404)
    none         ///< 1
};

struct ContinuumChoice {
    Continuum kind = Continuum::hull;
    double short_anchor_um = 0, long_anchor_um = 0;  ///< of a line
    int degree = 2;                                  ///< of a polynomial, 1 to 6
};

/// \throws BadInput for anchors that do not rise or lie outside the axis, or a degree out of range
void check(ContinuumChoice const& choice, SpectralAxis const& axis);

/// Divides spectra by their continuum. T is float or double. Local; what is found for a spectrum does not
/// depend on the others. \param ratio  [spectrum][channel] reflectance over continuum; NaN at channels that
/// are not valid, and where there is no continuum above zero (a spectrum with fewer than two valid channels,
/// or too few maxima for a polynomial) \param continuum  as many, or empty where it is not wanted: between
/// the first and the last valid channel also at channels that are not valid \pre the choice is checked
template <class T>
void remove_continuum(SpectralAxis const& axis, ContinuumChoice const& choice, Spectra<T> const& spectra,
                      std::span<T> ratio, std::span<T> continuum = {});

extern template void remove_continuum(SpectralAxis const&, ContinuumChoice const&, Spectra<float> const&,
                                      std::span<float>, std::span<float>);
extern template void remove_continuum(SpectralAxis const&, ContinuumChoice const&, Spectra<double> const&,
                                      std::span<double>, std::span<double>);

}  // namespace vespa::mulumesc
