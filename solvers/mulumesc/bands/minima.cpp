#include "mulumesc/bands/minima.hpp"

#include <algorithm>
#include <cmath>

#include "mulumesc/bands/channel_sums.hpp"

namespace vespa::mulumesc {

namespace {

using Positions = std::vector<std::size_t>;

/// What is above it is continuum.
double const below_continuum = std::nextafter(continuum_ratio, 0.0);

/// The border from `from` towards `to`: where the continuum is met first, else where the ratio is greatest.
std::size_t border(std::vector<double> const& ratio, std::size_t from, std::size_t to) {
    auto best = from;
    for (auto i = from;; i = from < to ? i + 1 : i - 1) {
        if (ratio[i] > ratio[best]) best = i;
        if (ratio[i] >= continuum_ratio || i == to) return best;
    }
}

double needed(ValidSpectrum const& spectrum, std::size_t at, double least, double sigmas) {
    double const noise = spectrum.noise(at);
    return std::isnan(noise) ? least : std::max(least, sigmas * noise);
}

BandPlace placed(ValidSpectrum const& spectrum, std::size_t before, std::size_t least, std::size_t after) {
    auto const& ratio = spectrum.ratio;
    BandPlace place{least, border(ratio, least, before), border(ratio, least, after), 0};
    place.prominence = std::min(ratio[place.first], ratio[place.last]) - ratio[least];
    return place;
}

}  // namespace

PlacedBands place_bands(ValidSpectrum const& spectrum, Positions const& least, LeastBand const& wanted) {
    Positions kept;
    for (std::size_t k = 0; k < least.size(); ++k)
        if (1 - spectrum.ratio[least[k]] >= needed(spectrum, least[k], wanted.depth, wanted.sigmas))
            kept.push_back(k);
    while (true) {
        PlacedBands out{{}, kept};
        double worst = 1;
        std::size_t weakest = kept.size();
        for (std::size_t k = 0; k < kept.size(); ++k) {
            auto const before = k > 0 ? least[kept[k - 1]] : 0;
            auto const after = k + 1 < kept.size() ? least[kept[k + 1]] : spectrum.size() - 1;
            auto const place = placed(spectrum, before, least[kept[k]], after);
            out.places.push_back(place);
            double const part =
                place.prominence / needed(spectrum, least[kept[k]], wanted.prominence, wanted.sigmas);
            if (part < worst) {
                worst = part;
                weakest = k;
            }
        }
        if (weakest == kept.size()) return out;
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(weakest));
    }
}

BandPlace place_in_range(ValidSpectrum const& spectrum, std::size_t first, std::size_t last,
                         bool& is_minimum) {
    auto const& ratio = spectrum.ratio;
    auto const part = [&](std::size_t a, std::size_t b) {
        return std::span<double const>(ratio).subspan(a, b - a + 1);
    };
    auto const least = first + least_of(part(first, last));
    is_minimum = least != first && least != last;
    BandPlace place{least, first, last, 0};
    if (auto const at = last_above(part(first, least), below_continuum); at <= least - first)
        place.first = first + at;
    if (auto const at = first_above(part(least, last), below_continuum); at <= last - least)
        place.last = least + at;
    // Where a border is continuum, no channel before it was.
    bool const left_meets = ratio[place.first] > below_continuum,
               right_meets = ratio[place.last] > below_continuum;
    double const left = left_meets ? ratio[place.first] : greatest_of(part(first, least)),
                 right = right_meets ? ratio[place.last] : greatest_of(part(least, last));
    place.prominence = std::min(left, right) - ratio[least];
    return place;
}

}  // namespace vespa::mulumesc
