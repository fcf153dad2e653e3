#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Scales of the wavelet transform: shortest * 2^(j/4), j = 0 … count − 1.
struct WaveletScales {
    double shortest_um = 0.008;
    std::size_t count = 25;

    double scale(std::size_t j) const;
};

/// W at one scale: on a choice of channels, an eighth of the scale or a channel apart.
struct WaveletRow {
    double scale = 0;                   ///< micrometre
    std::vector<std::size_t> position;  ///< channels
    std::vector<double> value;          ///< W there
    std::vector<double> noise_gain;     ///< standard deviation of W for white noise of 1 in each channel of y
};

/// The transform W(a, x) = a² d²/dx² (y ∗ G_a)(x), G_a the Gaussian of unit area and standard deviation a, of
/// a spectrum y that is joined by straight lines between valid channels, whatever their spacing: its second
/// derivative is a row of steps of slope, W their sum weighted by Gaussians, without further approximation.
/// Straight lines give 0. Beyond its ends y is continued by reflection at the end points, which keeps
/// straight lines straight; there W is 0. A Gaussian of amplitude −s and standard deviation σ gives W = s a²
/// σ/(σ²+a²)^{3/2}, greatest, 2 s/(3√3), at a = √2 σ.
class WaveletTransform {
  public:
    WaveletTransform(SpectralAxis const& axis, WaveletScales const& scales);

    /// \param y  a value a channel; what is not finite, and bad channels, take no part
    /// \return a row each scale, coarsest first; none for fewer than three valid channels. Valid until the
    /// next call.
    std::vector<WaveletRow> const& operator()(std::span<double const> y);

    /// The same of up to wavelet_tile spectra at once, over lanes, of which rows_of() gives one after the
    /// other. \param y  [spectrum][channel]
    void transform(std::span<double const> y);
    /// Of the spectrum `k` of the last transform(). Valid until the next call of any.
    std::vector<WaveletRow> const& rows_of(std::size_t k);

  private:
    struct Weights {
        std::vector<WaveletRow> rows;
        std::vector<std::vector<std::size_t>> first;      ///< [scale][position]: channel of the first weight
        std::vector<std::vector<std::vector<double>>> w;  ///< [scale][position][channel - first]
    };
    Weights make_weights(std::size_t first, std::size_t last) const;
    double noise_gain(std::span<double const> weights, std::size_t first) const;
    std::optional<std::pair<std::size_t, std::size_t>> find_steps(std::span<double const> y, double* steps,
                                                                  std::size_t stride) const;
    void transform_tile(Weights const& weights, std::vector<std::size_t> const& members,
                        std::span<double const> y, std::vector<double>& values);
    Weights& weights_of(std::pair<std::size_t, std::size_t> const& ends);

    /// A spectrum of a tile: its table and its place in the values, or none.
    struct Place {
        Weights* weights = nullptr;
        std::size_t tile = 0, lane = 0;
    };

    SpectralAxis axis_;
    WaveletScales scales_;
    std::map<std::pair<std::size_t, std::size_t>, Weights> known_;  ///< by the first and last valid channel
    std::vector<double> steps_;
    std::vector<WaveletRow> none_;
    std::vector<Place> places_;
    std::vector<std::vector<double>> values_;  ///< of each tile: [lane][scale and position]
    std::vector<double> sums_;
};

}  // namespace vespa::mulumesc
