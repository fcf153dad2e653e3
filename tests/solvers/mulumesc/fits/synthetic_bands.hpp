#pragma once
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc::testing {

/// Normal deviates that are the same with every C++ library (Box & Muller).
class Normal {
  public:
    explicit Normal(std::uint64_t seed) : random_(seed) {}
    double operator()(double mean, double sigma) {
        double const u = (static_cast<double>(random_() >> 11) + 0.5) * 0x1p-53,
                     v = static_cast<double>(random_() >> 11) * 0x1p-53;
        return mean + sigma * std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
    }

  private:
    std::mt19937_64 random_;
};

/// Four overlapping bands like those of olivine and pyroxene, drawn about one model: 256 channels, 0.50–2.55
/// µm, noise of one per cent of R.
struct FourBands {
    static constexpr std::size_t channels = 256, bands = 4, parameters = 14;

    explicit FourBands(std::size_t count_, std::uint64_t seed = 1) : count(count_) {
        for (std::size_t c = 0; c < channels; ++c) {
            axis.wavelength.push_back(0.5 + 2.05 * static_cast<double>(c) / (channels - 1));
            axis.good.push_back(1);
        }
        model.offset.start = -1.1;
        model.slope.start = -0.06;
        for (std::size_t k = 0; k < bands; ++k) {
            double const sigma = fwhm[k] / 2.35482;
            model.bands.push_back({{strength[k], -3, 0},
                                   {centre[k], centre[k] - 0.15, centre[k] + 0.15},
                                   {sigma, 0.5 * sigma, 2 * sigma}});
        }
        Normal normal(seed);
        for (std::size_t i = 0; i < count; ++i)
            draw(normal);
    }

    Spectra<double> spectra() const { return {count, channels, reflectance, {}}; }

    SpectralAxis axis;
    BandModel model;
    std::size_t count;
    std::vector<double> reflectance, truth;  ///< [spectrum][channel], [spectrum][parameter]

  private:
    static constexpr double centre[4] = {0.92, 1.06, 1.28, 1.95},
                            centre_spread[4] = {0.012, 0.015, 0.02, 0.04}, fwhm[4] = {0.19, 0.26, 0.42, 0.56},
                            strength[4] = {-0.35, -0.15, -0.10, -0.30};

    void draw(Normal& normal) {
        double p[parameters] = {normal(-1.1, 0.15), normal(-0.06, 0.02)};
        for (std::size_t k = 0; k < bands; ++k) {
            p[2 + 3 * k] = strength[k] * std::exp(normal(0, 0.3));
            p[3 + 3 * k] = normal(centre[k], centre_spread[k]);
            p[4 + 3 * k] = fwhm[k] / 2.35482 * (1 + normal(0, 0.07));
        }
        truth.insert(truth.end(), p, p + parameters);
        for (double const wavelength : axis.wavelength) {
            double const r = std::exp(log_reflectance(BandShape::gaussian, bands, p, wavelength));
            reflectance.push_back(r * (1 + normal(0, 0.01)));
        }
    }
};

}  // namespace vespa::mulumesc::testing
