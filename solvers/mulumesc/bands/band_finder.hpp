#pragma once
#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "mulumesc/bands/band.hpp"
#include "mulumesc/bands/maxima_lines.hpp"
#include "mulumesc/bands/minima.hpp"
#include "mulumesc/bands/wavelet.hpp"
#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// How bands are looked for.
struct BandSearch {
    /// Short and long end in micrometre of ranges in each of which the least ratio is a band; empty: bands
    /// are detected by the wavelet transform of ln R over many scales.
    std::vector<std::array<double, 2>> ranges_um = {};
    WaveletScales scales = {};
    double threshold = 4;  ///< standard deviations of W that a maximum must exceed
    LeastBand least = {};  ///< of ranges the depth alone
};

/// \throws BadInput for ranges that do not rise or hold no channel of the axis, scales or thresholds out of
/// range
void check(BandSearch const& search, SpectralAxis const& axis);

/// Finds the bands of spectra over their continuum, one after the other. Local; keeps its buffers and tables.
class BandFinder {
  public:
    /// \pre the search is checked
    BandFinder(SpectralAxis const& axis, BandSearch const& search);

    /// The bands of a spectrum in rising wavelength (of ranges: in their order; a range whose least ratio is
    /// not below 1 by the least depth, or with fewer than three valid channels, has none). All three have a
    /// value a channel, in float or double. \param ratio  of reflectance to continuum, NaN where a channel
    /// takes no part \param noise  standard deviation of the reflectance; empty where it is not known \return
    /// valid until the next call
    template <class T>
    std::span<Band const> find(std::span<T const> reflectance, std::span<T const> ratio,
                               std::span<double const> noise);

    /// Hands the bands of many spectra to `take(spectrum, bands)`, in order: the same as find() of each, but
    /// the transform is made over lanes. \param ratio  [spectrum][channel] \param noise  the same, or empty
    template <class T>
    void find_all(Spectra<T> const& spectra, std::span<T const> ratio, std::span<double const> noise,
                  std::function<void(std::size_t, std::span<Band const>)> const& take);

  private:
    template <class T>
    void gather(std::span<T const> reflectance, std::span<T const> ratio, std::span<double const> noise);
    template <class T>
    void gather_some(std::span<T const> reflectance, std::span<T const> ratio, std::span<double const> noise);
    void find_in_ranges();
    void find_logarithm();
    void find_relative_noise();
    void find_detected(std::vector<WaveletRow> const& rows);
    std::vector<Candidate> candidates_in(std::vector<WaveletRow> const& rows) const;
    template <class T>
    void find_tile(Spectra<T> const& spectra, std::span<T const> ratio, std::span<double const> noise,
                   std::size_t first, std::size_t count,
                   std::function<void(std::size_t, std::span<Band const>)> const& take);

    SpectralAxis axis_;
    BandSearch search_;
    std::optional<WaveletTransform> transform_;
    ValidSpectrum valid_;
    std::vector<double> logarithm_, relative_noise_, logarithms_;
    std::vector<Band> bands_;
};

extern template std::span<Band const> BandFinder::find(std::span<float const>, std::span<float const>,
                                                       std::span<double const>);
extern template std::span<Band const> BandFinder::find(std::span<double const>, std::span<double const>,
                                                       std::span<double const>);

extern template void BandFinder::find_all(Spectra<float> const&, std::span<float const>,
                                          std::span<double const>,
                                          std::function<void(std::size_t, std::span<Band const>)> const&);
extern template void BandFinder::find_all(Spectra<double> const&, std::span<double const>,
                                          std::span<double const>,
                                          std::function<void(std::size_t, std::span<Band const>)> const&);

}  // namespace vespa::mulumesc
