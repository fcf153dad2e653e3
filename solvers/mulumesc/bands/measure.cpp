#include "mulumesc/bands/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/bands/parabola.hpp"

namespace vespa::mulumesc {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

void find_centre(ValidSpectrum const& s, BandPlace const& place, Band& band) {
    auto const m = place.least;
    double const least = s.ratio[m], depth = 1 - least, noise = s.noise(m);
    band.minimum = band.centre = s.wavelength[m];
    band.depth = depth;
    band.centre_error = nan;
    band.depth_error = noise;
    band.flags |= coarse_centre;
    auto const window = std::min(std::clamp(std::isnan(noise) ? 0 : 6 * noise, 0.05 * depth, 0.2 * depth),
                                 0.5 * place.prominence);
    auto a = m, b = m;
    while (a > place.first && s.ratio[a - 1] <= least + window)
        --a;
    while (b < place.last && s.ratio[b + 1] <= least + window)
        ++b;
    a = std::min(a, std::max(m, place.first + 1) - 1);
    b = std::max(b, std::min(m + 1, place.last));
    if (b - a < 2) return;
    auto const count = b - a + 1;
    auto const found = minimum_of_parabola({&s.wavelength[a], count}, {&s.ratio[a], count});
    if (!found) return;
    band.flags &= static_cast<std::uint16_t>(~coarse_centre);
    band.centre = found->at;
    band.depth = 1 - found->value;
    band.centre_error = noise * found->at_error;
    band.depth_error = noise * found->value_error;
}

/// A crossing of half the depth, and the variance of its wavelength.
struct Crossing {
    double at = 0, variance = nan;
    bool is_open = true;
};

/// Walks from the least channel in steps of `step` (1 or -1, as unsigned) to the border.
Crossing half_depth(ValidSpectrum const& s, BandPlace const& place, Band const& band, bool towards_long) {
    auto const border = towards_long ? place.last : place.first;
    double const level = 1 - band.depth / 2;
    for (auto i = place.least; i != border;) {
        auto const next = towards_long ? i + 1 : i - 1;
        if (s.ratio[i] <= level && s.ratio[next] > level) {
            double const part = (level - s.ratio[i]) / (s.ratio[next] - s.ratio[i]);
            double const run = s.wavelength[next] - s.wavelength[i];
            double const slope = (s.ratio[next] - s.ratio[i]) / run;
            double const noise = s.noise(i), level_error = band.depth_error / 2;
            double const variance =
                noise * noise * ((1 - part) * (1 - part) + part * part) + level_error * level_error;
            return {s.wavelength[i] + part * run, variance / (slope * slope), false};
        }
        i = next;
    }
    return {s.wavelength[border], nan, true};
}

void find_width(ValidSpectrum const& s, BandPlace const& place, Band& band) {
    auto const left = half_depth(s, place, band, false), right = half_depth(s, place, band, true);
    band.left_half_width = band.centre - left.at;
    band.right_half_width = right.at - band.centre;
    band.width = right.at - left.at;
    band.width_error = std::sqrt(left.variance + right.variance);
    if (left.is_open) band.flags |= left_open;
    if (right.is_open) band.flags |= right_open;
    if (s.channel[place.last] - s.channel[place.first] == place.last - place.first) return;
    for (auto i = place.first; i < place.last; ++i) {
        if (s.channel[i + 1] == s.channel[i] + 1) continue;
        band.flags |= masked_channels;
        if (s.wavelength[i + 1] > left.at && s.wavelength[i] < right.at) band.flags |= masked_centre;
    }
}

/// Trapezia of 1 − ratio from channel a to b, in four sums side by side: one alone would wait for itself.
double trapezia(ValidSpectrum const& s, std::size_t a, std::size_t b) {
    double const *const x = s.wavelength.data(), *const r = s.ratio.data();
    double sum[4] = {0, 0, 0, 0};
    auto i = a;
    for (; i + 4 <= b; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sum[k] += (x[i + k + 1] - x[i + k]) * (2 - r[i + k] - r[i + k + 1]);
    for (; i < b; ++i)
        sum[0] += (x[i + 1] - x[i]) * (2 - r[i] - r[i + 1]);
    return 0.5 * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

/// Variance of the trapezia: each channel weighs half the distance of its neighbours, or of the one it has.
double trapezia_variance(ValidSpectrum const& s, std::size_t a, std::size_t b) {
    if (s.reflectance_noise.empty()) return nan;
    double const *const x = s.wavelength.data(), *const r = s.ratio.data(), *const y = s.reflectance.data(),
                        *const noise = s.reflectance_noise.data();
    auto const square = [&](std::size_t before, std::size_t i, std::size_t after) {
        double const weighted = (x[after] - x[before]) * noise[i] * r[i] / y[i];
        return weighted * weighted;
    };
    double sum[4] = {square(a, a, a + 1), square(b - 1, b, b), 0, 0};
    auto i = a + 1;
    for (; i + 4 <= b; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sum[k] += square(i + k - 1, i + k, i + k + 1);
    for (; i < b; ++i)
        sum[0] += square(i - 1, i, i + 1);
    return 0.25 * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

/// The trapezium that holds the centre is parted there.
void find_area(ValidSpectrum const& s, BandPlace const& place, Band& band) {
    auto cut = place.least;
    while (cut > place.first && s.wavelength[cut] > band.centre)
        --cut;
    while (cut + 1 < place.last && s.wavelength[cut + 1] <= band.centre)
        ++cut;
    cut = std::min(cut, place.last - 1);
    double const from = s.wavelength[cut], run = s.wavelength[cut + 1] - from;
    double const depth = 1 - s.ratio[cut], rise = s.ratio[cut] - s.ratio[cut + 1];
    double const part = std::clamp((band.centre - from) / run, 0.0, 1.0);
    double const before = part * run * (depth + 0.5 * part * rise);
    double const left = trapezia(s, place.first, cut) + before;
    double const right = trapezia(s, cut, place.last) - before;
    band.area = left + right;
    band.asymmetry = (left - right) / band.area;
    band.area_error = std::sqrt(trapezia_variance(s, place.first, place.last));
}

}  // namespace

Band measure_band(ValidSpectrum const& spectrum, BandPlace const& place) {
    Band band;
    band.prominence = place.prominence;
    band.scale = nan;
    find_centre(spectrum, place, band);
    find_width(spectrum, place, band);
    find_area(spectrum, place, band);
    auto const a = place.first, b = place.last;
    band.start = spectrum.wavelength[a];
    band.end = spectrum.wavelength[b];
    band.start_continuum = spectrum.reflectance[a] / spectrum.ratio[a];
    band.end_continuum = spectrum.reflectance[b] / spectrum.ratio[b];
    band.continuum_slope = (band.end_continuum - band.start_continuum) / (band.end - band.start);
    if (a == 0 || b + 1 == spectrum.size()) band.flags |= at_edge;
    // Beyond a tenth of the depth a border is not the continuum.
    if (1 - spectrum.ratio[a] > 0.1 * band.depth) band.flags |= shared_left;
    if (1 - spectrum.ratio[b] > 0.1 * band.depth) band.flags |= shared_right;
    return band;
}

}  // namespace vespa::mulumesc
