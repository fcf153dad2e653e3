#include "mulumesc/fits/band_model.hpp"

#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"
#include "mulumesc/fits/band_shapes.hpp"

namespace vespa::mulumesc {

std::vector<FitParameter> parameters_of(BandModel const& model) {
    std::vector<FitParameter> all = {model.offset, model.slope};
    for (auto const& band : model.bands) {
        all.insert(all.end(), {band.strength, band.centre, band.width});
        if (model.shape != BandShape::gaussian) all.push_back(band.asymmetry);
        if (model.shape == BandShape::exponential_gaussian) all.push_back(band.saturation);
    }
    return all;
}

double log_reflectance(BandShape shape, std::size_t bands, double const* values, double wavelength) {
    double sum = values[0] + values[1] / wavelength;
    for (std::size_t k = 0; k < bands; ++k)
        sum += band_slopes(shape, values + 2 + k * band_parameters(shape), wavelength).value;
    return sum;
}

namespace {

void check(FitParameter const& p, std::string const& where) {
    if (!std::isfinite(p.start) || !(p.low <= p.start && p.start <= p.high)) {
        throw BadInput("starts at " + std::to_string(p.start), where,
                       std::to_string(p.low) + " ... " + std::to_string(p.high) + ", its box");
    }
    if (!(p.spread > 0)) {
        throw BadInput("prior with standard deviation " + std::to_string(p.spread), where,
                       "a positive number; infinity for no prior");
    }
}

}  // namespace

void check(BandModel const& model) {
    if (model.bands.size() > most_bands) {
        throw BadInput(std::to_string(model.bands.size()) + " bands", "band model",
                       "at most " + std::to_string(most_bands));
    }
    check(model.offset, "continuum c0");
    check(model.slope, "continuum c1");
    for (std::size_t k = 0; k < model.bands.size(); ++k) {
        auto const& band = model.bands[k];
        std::string const of = "band " + std::to_string(k + 1) + ", ";
        check(band.strength, of + "strength");
        check(band.centre, of + "centre");
        check(band.width, of + "width");
        if (!(band.width.low > 0)) {
            throw BadInput("its box begins at " + std::to_string(band.width.low), of + "width", "above 0");
        }
        if (model.shape == BandShape::gaussian) continue;
        check(band.asymmetry, of + "asymmetry");
        if (!(band.asymmetry.low > -1 && band.asymmetry.high < 1)) {
            throw BadInput("its box reaches -1 or 1", of + "asymmetry", "within -1 ... 1");
        }
        if (model.shape == BandShape::asymmetric) continue;
        check(band.saturation, of + "saturation");
        if (!(band.saturation.low > 0)) {
            throw BadInput("its box begins at " + std::to_string(band.saturation.low), of + "saturation",
                           "above 0");
        }
    }
}

}  // namespace vespa::mulumesc
