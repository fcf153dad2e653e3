#include "mulumesc/bands/band_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/errors/bad_input.hpp"
#include "mulumesc/bands/channel_sums.hpp"
#include "mulumesc/bands/wavelet_lanes.hpp"

namespace vespa::mulumesc {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// First valid channel not below, and last not above, the ends; none if there are fewer than three between.
std::optional<std::array<std::size_t, 2>> channels_in(std::vector<double> const& x,
                                                      std::array<double, 2> const& range) {
    auto const first = std::lower_bound(x.begin(), x.end(), range[0]) - x.begin();
    auto const last = std::upper_bound(x.begin(), x.end(), range[1]) - x.begin() - 1;
    if (last < first + 2) return {};
    return std::array{static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
}

/// From the valid channel of least ratio within half a scale of `centre`, or one channel on either side,
/// downhill to a minimum no farther than a scale.
std::size_t least_near(ValidSpectrum const& s, double centre, double scale) {
    auto const& x = s.wavelength;
    auto const above = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), centre) - x.begin());
    auto a = above > 0 ? above - 1 : 0, b = std::min(above, x.size() - 1);
    while (a > 0 && x[a - 1] >= centre - scale / 2)
        --a;
    while (b + 1 < x.size() && x[b + 1] <= centre + scale / 2)
        ++b;
    auto const begin = s.ratio.begin();
    auto least = static_cast<std::size_t>(
        std::min_element(begin + static_cast<std::ptrdiff_t>(a), begin + static_cast<std::ptrdiff_t>(b) + 1) -
        begin);
    while (least > 0 && s.ratio[least - 1] < s.ratio[least] && x[least - 1] >= centre - scale)
        --least;
    while (least + 1 < x.size() && s.ratio[least + 1] < s.ratio[least] && x[least + 1] <= centre + scale)
        ++least;
    return least;
}

bool is_minimum(ValidSpectrum const& s, std::size_t i) {
    return i > 0 && i + 1 < s.size() && s.ratio[i] <= s.ratio[i - 1] && s.ratio[i] <= s.ratio[i + 1];
}

}  // namespace

void check(BandSearch const& search, SpectralAxis const& axis) {
    for (auto const& range : search.ranges_um) {
        if (!(range[0] < range[1]) || !channels_in(axis.wavelength, range)) {
            throw BadInput(fmt::format("{} to {} um", range[0], range[1]), "range of a band",
                           fmt::format("ends that rise and hold three channels of {} to {} um",
                                       axis.wavelength.front(), axis.wavelength.back()));
        }
    }
    auto const positive = [](double value, char const* what) {
        if (!(value > 0)) throw BadInput(fmt::format("{}", value), what, "above 0");
    };
    positive(search.scales.shortest_um, "shortest scale");
    positive(static_cast<double>(search.scales.count), "number of scales");
    positive(search.threshold, "threshold of detection");
    positive(search.least.depth, "least depth");
    positive(search.least.prominence, "least prominence");
    positive(search.least.sigmas, "least depth in standard deviations");
}

BandFinder::BandFinder(SpectralAxis const& axis, BandSearch const& search) : axis_(axis), search_(search) {
    if (search.ranges_um.empty()) transform_.emplace(axis, search.scales);
}

/// Where every channel takes part, as is common, whole arrays are copied.
template <class T>
void BandFinder::gather(std::span<T const> reflectance, std::span<T const> ratio,
                        std::span<double const> noise) {
    valid_.ratio.resize(axis_.channels());
    valid_.reflectance.resize(axis_.channels());
    if (!widen(ratio, valid_.ratio)) return gather_some(reflectance, ratio, noise);
    widen(reflectance, valid_.reflectance);
    if (valid_.wavelength.size() != axis_.channels()) {
        valid_.wavelength = axis_.wavelength;
        valid_.channel.resize(axis_.channels());
        std::iota(valid_.channel.begin(), valid_.channel.end(), std::size_t(0));
    }
    valid_.reflectance_noise.assign(noise.begin(), noise.end());
}

template <class T>
void BandFinder::gather_some(std::span<T const> reflectance, std::span<T const> ratio,
                             std::span<double const> noise) {
    for (auto* const values :
         {&valid_.wavelength, &valid_.ratio, &valid_.reflectance, &valid_.reflectance_noise})
        values->clear();
    valid_.channel.clear();
    for (std::size_t i = 0; i < ratio.size(); ++i) {
        if (std::isnan(ratio[i])) continue;
        valid_.wavelength.push_back(axis_.wavelength[i]);
        valid_.ratio.push_back(static_cast<double>(ratio[i]));
        valid_.reflectance.push_back(static_cast<double>(reflectance[i]));
        valid_.channel.push_back(i);
        if (!noise.empty()) valid_.reflectance_noise.push_back(noise[i]);
    }
}

template <class T>
std::span<Band const> BandFinder::find(std::span<T const> reflectance, std::span<T const> ratio,
                                       std::span<double const> noise) {
    bands_.clear();
    gather(reflectance, ratio, noise);
    if (valid_.size() < 3) return bands_;
    if (search_.ranges_um.empty()) {
        find_logarithm();
        find_relative_noise();
        find_detected((*transform_)(logarithm_));
    } else {
        find_in_ranges();
    }
    return bands_;
}

template <class T>
void BandFinder::find_all(Spectra<T> const& spectra, std::span<T const> ratio, std::span<double const> noise,
                          std::function<void(std::size_t, std::span<Band const>)> const& take) {
    for (std::size_t first = 0; first < spectra.count; first += wavelet_tile)
        find_tile(spectra, ratio, noise, first, std::min(wavelet_tile, spectra.count - first), take);
}

template <class T>
void BandFinder::find_tile(Spectra<T> const& spectra, std::span<T const> ratio, std::span<double const> noise,
                           std::size_t first, std::size_t count,
                           std::function<void(std::size_t, std::span<Band const>)> const& take) {
    auto const n = axis_.channels();
    bool const detects = search_.ranges_um.empty();
    auto const gather_one = [&](std::size_t i) {
        bands_.clear();
        gather(spectra.spectrum(i), ratio.subspan(i * n, n), noise.empty() ? noise : noise.subspan(i * n, n));
    };
    if (detects) {
        logarithms_.resize(count * n);
        for (std::size_t k = 0; k < count; ++k) {
            gather_one(first + k);
            find_logarithm();
            std::copy(logarithm_.begin(), logarithm_.end(),
                      logarithms_.begin() + static_cast<std::ptrdiff_t>(k * n));
        }
        transform_->transform(logarithms_);
    }
    for (std::size_t k = 0; k < count; ++k) {
        gather_one(first + k);
        if (valid_.size() >= 3 && !detects) find_in_ranges();
        if (valid_.size() >= 3 && detects) {
            find_relative_noise();
            find_detected(transform_->rows_of(k));
        }
        take(first + k, bands_);
    }
}

void BandFinder::find_in_ranges() {
    for (std::size_t r = 0; r < search_.ranges_um.size(); ++r) {
        auto const within = channels_in(valid_.wavelength, search_.ranges_um[r]);
        if (!within) continue;
        bool is_inside = false;
        auto const place = place_in_range(valid_, (*within)[0], (*within)[1], is_inside);
        if (1 - valid_.ratio[place.least] < search_.least.depth || place.first == place.last) continue;
        auto band = measure_band(valid_, place);
        band.range = static_cast<std::int32_t>(r);
        if (!is_inside) band.flags |= at_border;
        bands_.push_back(band);
    }
}

void BandFinder::find_logarithm() {
    logarithm_.assign(axis_.channels(), nan);
    for (std::size_t k = 0; k < valid_.size(); ++k)
        if (valid_.reflectance[k] > 0) logarithm_[valid_.channel[k]] = std::log(valid_.reflectance[k]);
}

/// Of ln R: of the ratio over the ratio.
void BandFinder::find_relative_noise() {
    relative_noise_.assign(axis_.channels(), nan);
    for (std::size_t k = 0; k < valid_.size(); ++k)
        if (valid_.reflectance[k] > 0) relative_noise_[valid_.channel[k]] = valid_.noise(k) / valid_.ratio[k];
}

std::vector<Candidate> BandFinder::candidates_in(std::vector<WaveletRow> const& rows) const {
    // A tenth of the least depth: overlapping bands and the continuum's course weaken W.
    return maxima_lines(
        axis_, rows, [&](std::size_t i) { return relative_noise_[i]; }, search_.threshold,
        0.1 * search_.least.depth);
}

void BandFinder::find_detected(std::vector<WaveletRow> const& rows) {
    // Of candidates with the same least channel the strongest gives the scale.
    std::map<std::size_t, Candidate> met;
    auto const meet = [&](std::size_t least, Candidate const& candidate) {
        if (!is_minimum(valid_, least)) return;
        auto const [at, is_new] = met.emplace(least, candidate);
        if (!is_new && candidate.strength > at->second.strength) at->second = candidate;
    };
    for (auto const& candidate : candidates_in(rows)) {
        meet(least_near(valid_, candidate.centre, candidate.scale), candidate);
        // Where a band is met first at a scale that spans its neighbour too, its line leads to it.
        meet(least_near(valid_, candidate.fine_centre, candidate.fine_scale), candidate);
    }
    std::vector<std::size_t> least;
    std::vector<double> scales;
    for (auto const& [channel, candidate] : met) {
        least.push_back(channel);
        scales.push_back(candidate.scale);
    }
    auto const placed = place_bands(valid_, least, search_.least);
    for (std::size_t k = 0; k < placed.places.size(); ++k) {
        bands_.push_back(measure_band(valid_, placed.places[k]));
        bands_.back().scale = scales[placed.from[k]];
    }
}

template std::span<Band const> BandFinder::find(std::span<float const>, std::span<float const>,
                                                std::span<double const>);
template std::span<Band const> BandFinder::find(std::span<double const>, std::span<double const>,
                                                std::span<double const>);

template void BandFinder::find_all(Spectra<float> const&, std::span<float const>, std::span<double const>,
                                   std::function<void(std::size_t, std::span<Band const>)> const&);
template void BandFinder::find_all(Spectra<double> const&, std::span<double const>, std::span<double const>,
                                   std::function<void(std::size_t, std::span<Band const>)> const&);

}  // namespace vespa::mulumesc
