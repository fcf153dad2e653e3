#pragma once
#include <span>
#include <string>
#include <vector>

#include "mulumesc/bands/band.hpp"
#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc_driver {

/// Band models from what the user writes and from what detection finds.

/// A model with a Gaussian or other band for each text "CENTRE:FWHM" or "CENTRE:FWHM:DEPTH" (um; without a
/// depth 0.1). Centres stay within half a width of where they start, widths within a factor of 2, bands
/// absorb. \throws BadInput naming --fit-bands for a text that is none of these, no band or more than
/// most_bands
mulumesc::BandModel model_of_texts(std::vector<std::string> const& texts, mulumesc::BandShape shape);

/// The deepest bands, no more than a model can have, in rising wavelength.
std::vector<mulumesc::Band> deepest_bands(std::vector<mulumesc::Band> bands);

/// A model of some bands anywhere within the axis: for starts of each spectrum's own.
mulumesc::BandModel model_for_detected(mulumesc::SpectralAxis const& axis, mulumesc::BandShape shape,
                                       std::size_t bands);

/// Where the fit of a spectrum starts: depth, centre and width of its detected bands, a level continuum at
/// its largest reflectance. Adds as many numbers as the model has parameters. \pre as many bands
void add_start(mulumesc::BandModel const& model, std::vector<mulumesc::Band> const& bands,
               std::span<double const> reflectance, std::vector<double>& starts);

}  // namespace vespa::mulumesc_driver
