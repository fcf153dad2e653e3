#include "mulumesc/composition/two_bands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "mulumesc/continuum/continuum.hpp"

namespace vespa::mulumesc {

namespace {

/// Where maxima are sought, and how near the channels must come to both ends, micrometre.
constexpr std::array<double, 2> shoulders[3] = {{0.48, 0.88}, {1.2, 1.8}, {2.1, 2.5}};
constexpr double near_end = 0.06;

Band no_band() {
    double const unknown = std::nan("");
    Band band;
    for (double Band::*value : {&Band::centre, &Band::minimum, &Band::depth, &Band::width, &Band::area,
                                &Band::centre_error, &Band::depth_error, &Band::width_error})
        band.*value = unknown;
    return band;
}

void check(std::array<double, 2> const& ends) {
    if (!(ends[0] > 0 && ends[0] < ends[1]))
        throw BadInput(fmt::format("{} to {} um", ends[0], ends[1]), "region of a band", "ends that rise");
}

}  // namespace

void check(TwoBandRegions const& regions) {
    check(regions.first);
    check(regions.second);
    if (!(regions.least_depth > 0 && regions.least_depth < 1))
        throw BadInput(fmt::format("{}", regions.least_depth), "least depth of bands I and II", "0 to 1");
}

TwoBandFinder::TwoBandFinder(SpectralAxis const& axis, TwoBandRegions const& regions)
    : axis_(axis),
      first_(region_of(regions.first, regions.least_depth)),
      second_(region_of(regions.second, regions.least_depth)) {}

TwoBandFinder::Region TwoBandFinder::region_of(std::array<double, 2> ends, double least_depth) const {
    constexpr double rounding = 1e-9;
    Region region;
    auto const& x = axis_.wavelength;
    auto const begin = std::lower_bound(x.begin(), x.end(), ends[0] - rounding) - x.begin(),
               end = std::upper_bound(x.begin(), x.end(), ends[1] + rounding) - x.begin();
    region.begin = static_cast<std::size_t>(begin);
    region.axis.wavelength.assign(x.begin() + begin, x.begin() + end);
    region.axis.good.assign(axis_.good.begin() + begin, axis_.good.begin() + end);
    if (region.axis.channels() < 3) return region;
    BandSearch search;
    search.ranges_um = {{region.axis.wavelength.front(), region.axis.wavelength.back()}};
    search.least.depth = least_depth;
    region.finder.emplace_back(region.axis, search);
    return region;
}

Band TwoBandFinder::band_in(Region& region, std::span<double const> reflectance,
                            std::span<double const> noise) {
    if (region.finder.empty()) return no_band();
    auto const n = region.axis.channels();
    auto const own = reflectance.subspan(region.begin, n);
    std::vector<double> ratio(n);
    remove_continuum<double>(region.axis, {}, {1, n, own, {}}, ratio);
    auto const found = region.finder[0].find<double>(own, ratio, noise.subspan(region.begin, n));
    if (found.empty() || (found[0].flags & at_border)) return no_band();
    return found[0];
}

double TwoBandFinder::area_ratio(std::span<double const> y) const {
    auto const& x = axis_.wavelength;
    std::size_t peak[3];
    for (std::size_t p = 0; p < 3; ++p) {
        auto const [low, high] = shoulders[p];
        if (x.front() > low + near_end || x.back() < high - near_end) return std::nan("");
        peak[p] = x.size();
        for (std::size_t i = 0; i < x.size(); ++i)
            if (x[i] >= low - 1e-9 && x[i] <= high + 1e-9 && axis_.good[i] &&
                (peak[p] == x.size() ? std::isfinite(y[i]) : y[i] > y[peak[p]]))
                peak[p] = i;
        if (peak[p] == x.size()) return std::nan("");
    }
    double area[2] = {};
    for (std::size_t b = 0; b < 2; ++b) {
        auto const from = peak[b], to = peak[b + 1];
        auto const depth = [&](std::size_t i) {
            double const t = (x[i] - x[from]) / (x[to] - x[from]);
            return axis_.good[i] ? 1 - y[i] / ((1 - t) * y[from] + t * y[to]) : std::nan("");
        };
        for (auto i = from; i < to; ++i)
            area[b] += 0.5 * (depth(i) + depth(i + 1)) * (x[i + 1] - x[i]);
    }
    return area[0] > 0 ? area[1] / area[0] : std::nan("");
}

TwoBands TwoBandFinder::find(std::span<double const> reflectance, std::span<double const> noise) {
    return {band_in(first_, reflectance, noise), band_in(second_, reflectance, noise),
            area_ratio(reflectance)};
}

}  // namespace vespa::mulumesc
