#pragma once
#include <cstddef>
#include <limits>
#include <vector>

namespace vespa::mulumesc {

/// One parameter of a band model: where the fit starts, the box it stays in and, where `spread` is finite, a
/// Gaussian prior about `start` with that standard deviation.
struct FitParameter {
    double start = 0;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    double spread = std::numeric_limits<double>::infinity();
};

/// Shape of a band, with n = λ − μ and z = n/σ unless said otherwise.
enum class BandShape {
    gaussian,    ///< s exp(−z²/2) (Sunshine, Pieters & Pratt 1990, J. Geophys. Res. 95, 6955)
    asymmetric,  ///< the same with z = n/(σ − t n); zero where σ − t n ≤ 0
    exponential_gaussian  ///< s (1 − exp(−k exp(−z²/2)))/(1 − exp(−k)), z as asymmetric (Pompilio, Sgavetti &
                          ///< Pedrazzi 2009, Icarus 201, 781): k → 0 is the asymmetric Gaussian, great k a
                          ///< flat floor
};

/// Parameters of a band of that shape: s, μ, σ and, as far as the shape has them, t, k.
constexpr std::size_t band_parameters(BandShape shape) {
    return shape == BandShape::gaussian ? 3 : shape == BandShape::asymmetric ? 4 : 5;
}

/// An absorption band in the logarithm of reflectance, to be fitted.
struct ModelBand {
    FitParameter strength;  ///< s, of ln R; negative where light is absorbed
    FitParameter centre;    ///< μ, micrometre
    FitParameter width;     ///< σ > 0, micrometre: full width at half-maximum / 2.3548 for a Gaussian
    FitParameter asymmetry = {0, -0.5, 0.5};  ///< t, |t| < 1: used by the shapes that have it
    FitParameter saturation = {1, 1e-3, 50};  ///< k > 0, likewise
};

/// The modified Gaussian model: ln R(λ) = c0 + c1/λ + Σ_k band_k(λ), λ in micrometre. The parameters of a fit
/// lie in the order c0, c1, then those of each band in the order of its shape.
struct BandModel {
    FitParameter offset;  ///< c0
    FitParameter slope;   ///< c1, micrometre
    BandShape shape = BandShape::gaussian;
    std::vector<ModelBand> bands;  ///< at most most_bands
};

inline constexpr std::size_t most_bands = 8;

constexpr std::size_t parameter_count(BandShape shape, std::size_t bands) {
    return 2 + bands * band_parameters(shape);
}
inline std::size_t parameter_count(BandModel const& model) {
    return parameter_count(model.shape, model.bands.size());
}

/// The model's parameters in their order.
std::vector<FitParameter> parameters_of(BandModel const& model);

/// ln R of the model at a wavelength (micrometre), with parameters in their order. \param values
/// parameter_count()
double log_reflectance(BandShape shape, std::size_t bands, double const* values, double wavelength);

/// \throws BadInput for more than most_bands bands, a start outside its box, a spread or a width's lower
/// bound that is not positive, an asymmetry that can reach ±1, or a saturation that can reach 0
void check(BandModel const& model);

}  // namespace vespa::mulumesc
