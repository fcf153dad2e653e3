#include <algorithm>

#include "mulumesc/bands/channel_sums.hpp"

namespace vespa::mulumesc {

std::size_t least_of_reference(std::span<double const> values) {
    return static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
}

std::size_t first_above_reference(std::span<double const> values, double level) {
    std::size_t i = 0;
    while (i < values.size() && !(values[i] > level))
        ++i;
    return i;
}

std::size_t last_above_reference(std::span<double const> values, double level) {
    for (auto i = values.size(); i-- > 0;)
        if (values[i] > level) return i;
    return values.size();
}

double trapezia_reference(std::span<double const> wavelength, std::span<double const> ratio) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ratio.size(); ++i)
        sum += (wavelength[i + 1] - wavelength[i]) * (2 - ratio[i] - ratio[i + 1]);
    return 0.5 * sum;
}

double trapezia_variance_reference(std::span<double const> wavelength, std::span<double const> ratio,
                                   std::span<double const> reflectance, std::span<double const> noise) {
    double sum = 0;
    auto const last = ratio.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        double const span = wavelength[std::min(i + 1, last)] - wavelength[i > 0 ? i - 1 : 0];
        double const weighted = span * noise[i] * ratio[i] / reflectance[i];
        sum += weighted * weighted;
    }
    return 0.25 * sum;
}

}  // namespace vespa::mulumesc
