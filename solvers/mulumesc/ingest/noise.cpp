#include "mulumesc/ingest/noise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace vespa::mulumesc {

double noise_of(SpectralAxis const& axis, std::span<double const> reflectance) {
    std::vector<std::size_t> valid;
    for (std::size_t i = 0; i < axis.channels(); ++i)
        if (axis.good[i] && std::isfinite(reflectance[i])) valid.push_back(i);
    if (valid.size() < 5) return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> deviations;
    for (std::size_t k = 1; k + 1 < valid.size(); ++k) {
        auto const before = valid[k - 1], here = valid[k], after = valid[k + 1];
        double const part = (axis.wavelength[here] - axis.wavelength[before]) /
                            (axis.wavelength[after] - axis.wavelength[before]);
        double const line = (1 - part) * reflectance[before] + part * reflectance[after];
        double const spread = std::sqrt(1 + (1 - part) * (1 - part) + part * part);
        deviations.push_back(std::abs(reflectance[here] - line) / spread);
    }
    auto const middle = deviations.begin() + static_cast<std::ptrdiff_t>(deviations.size() / 2);
    std::nth_element(deviations.begin(), middle, deviations.end());
    return 1.4826 * *middle;
}

}  // namespace vespa::mulumesc
