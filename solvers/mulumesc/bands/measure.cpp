#include "mulumesc/bands/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/bands/channel_sums.hpp"
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
    // Across a gap a parabola may fall to a depth that no channel is near.
    if (!found || least - found->value > 0.2 * depth) return;
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

/// The values of channels a to b.
std::span<double const> part(std::vector<double> const& values, std::size_t a, std::size_t b) {
    return std::span(values).subspan(a, b - a + 1);
}

/// From the least channel to the border.
Crossing half_depth(ValidSpectrum const& s, BandPlace const& place, Band const& band, bool towards_long) {
    auto const m = place.least, border = towards_long ? place.last : place.first;
    double const level = 1 - band.depth / 2;
    auto const side = part(s.ratio, std::min(m, border), std::max(m, border));
    auto const found = towards_long ? first_above(side, level) : last_above(side, level);
    if (s.ratio[m] > level || found == side.size()) return {s.wavelength[border], nan, true};
    auto const next = towards_long ? m + found : border + found, i = towards_long ? next - 1 : next + 1;
    double const share = (level - s.ratio[i]) / (s.ratio[next] - s.ratio[i]);
    double const run = s.wavelength[next] - s.wavelength[i];
    double const slope = (s.ratio[next] - s.ratio[i]) / run;
    double const noise = s.noise(i), level_error = band.depth_error / 2;
    double const variance =
        noise * noise * ((1 - share) * (1 - share) + share * share) + level_error * level_error;
    return {s.wavelength[i] + share * run, variance / (slope * slope), false};
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
    double const share = std::clamp((band.centre - from) / run, 0.0, 1.0);
    double const before = share * run * (depth + 0.5 * share * rise);
    auto const a = place.first, b = place.last;
    double const left = trapezia(part(s.wavelength, a, cut), part(s.ratio, a, cut)) + before;
    double const right = trapezia(part(s.wavelength, cut, b), part(s.ratio, cut, b)) - before;
    band.area = left + right;
    band.asymmetry = (left - right) / band.area;
    band.area_error =
        s.reflectance_noise.empty()
            ? nan
            : std::sqrt(trapezia_variance(part(s.wavelength, a, b), part(s.ratio, a, b),
                                          part(s.reflectance, a, b), part(s.reflectance_noise, a, b)));
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
