#include "mulumesc/bands/minima.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::mulumesc {

namespace {

using Positions = std::vector<std::size_t>;

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
    auto const begin = spectrum.ratio.begin();
    auto const least =
        static_cast<std::size_t>(std::min_element(begin + static_cast<std::ptrdiff_t>(first),
                                                  begin + static_cast<std::ptrdiff_t>(last) + 1) -
                                 begin);
    is_minimum = least != first && least != last;
    auto const& ratio = spectrum.ratio;
    BandPlace place{least, least, least, 0};
    double left = ratio[least], right = left;  // the greatest on either side
    while (place.first != first && ratio[place.first] < continuum_ratio)
        left = std::max(left, ratio[--place.first]);
    while (place.last != last && ratio[place.last] < continuum_ratio)
        right = std::max(right, ratio[++place.last]);
    place.prominence = std::min(left, right) - ratio[least];
    return place;
}

}  // namespace vespa::mulumesc
