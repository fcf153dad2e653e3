#pragma once
#include <span>

#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// remove_continuum() with the upper hull, over lanes: one spectrum at a time, a register's worth of its
/// channels at once (quickhull: the channel farthest above a chord is a vertex; chords with none above them
/// are sides). A point counts as above a chord beyond four units of rounding, so that a ratio exceeds 1 by as
/// little.
void remove_hull(SpectralAxis const& axis, Spectra<float> const& spectra, std::span<float> ratio,
                 std::span<float> continuum);
void remove_hull(SpectralAxis const& axis, Spectra<double> const& spectra, std::span<double> ratio,
                 std::span<double> continuum);

}  // namespace vespa::mulumesc
