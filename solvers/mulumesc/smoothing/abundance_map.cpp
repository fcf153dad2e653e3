#include "mulumesc/smoothing/abundance_map.hpp"

#include <algorithm>
#include <cmath>

#include "mulumesc/unmixing/mixture.hpp"

namespace vespa::mulumesc {

namespace {

/// Of a reflectance in the mixing space: half of what it moves by when the reflectance moves by σ both ways.
double noise_of(Mixture const& mixture, double reflectance, double noise) {
    return std::abs(mixture.mixing(reflectance + noise) - mixture.mixing(reflectance - noise)) / 2;
}

double median(std::vector<double>& values) {
    if (values.empty()) return std::nan("");
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The pixel's own EᵀE and Eᵀy, of the channels that it has.
std::vector<double> own_equations(Mixture const& mixture, std::vector<double> const& y, double* right) {
    std::size_t const m = mixture.members(), n = mixture.channels();
    std::vector<double> gram(m * m, 0.0);
    for (std::size_t g = 0; g < n; ++g) {
        if (std::isnan(y[g])) continue;
        for (std::size_t e = 0; e < m; ++e) {
            double const of_e = mixture.matrix()[e * n + g];
            right[e] += of_e * y[g];
            for (std::size_t f = 0; f < m; ++f)
                gram[e * m + f] += of_e * mixture.matrix()[f * n + g];
        }
    }
    return gram;
}

}  // namespace

void add_pixels(AbundanceMap& map, SpectralAxis const& axis, Spectra<double> const& spectra,
                Spectra<double> const& endmembers, UnmixingOptions const& options) {
    require_of_unmixing(spectra.noise.size() == spectra.reflectance.size(),
                        std::to_string(spectra.noise.size()) + " standard deviations",
                        std::to_string(spectra.reflectance.size()) + ", one a reflectance");
    Spectra<double> const bare{spectra.count, spectra.channels, spectra.reflectance, {}};
    Mixture const mixture(axis, bare, endmembers, options);
    std::size_t const m = mixture.members(), n = mixture.channels();
    if (map.gram.empty()) {
        map.endmembers = m;
        map.gram = mixture.task(mixture.matrix(), n).gram;
    }
    std::vector<double> y(n), noise;
    for (std::size_t i = 0; i < spectra.count; ++i) {
        auto const used = mixture.bring(spectra.spectrum(i), y.data());
        noise.clear();
        double square = 0;
        for (std::size_t g = 0; g < n; ++g) {
            if (std::isnan(y[g])) continue;
            square += y[g] * y[g];
            auto const at = i * spectra.channels + mixture.channel()[g];
            if (double const one = noise_of(mixture, spectra.reflectance[at], spectra.noise[at]); one > 0)
                noise.push_back(one);
        }
        double const sigma = median(noise);
        map.right.resize(map.right.size() + m, 0.0);
        double* const right = &map.right[map.right.size() - m];
        bool const takes_part = used >= m && sigma > 0;
        if (used == n) {
            project(y.data(), 1, mixture.matrix().data(), m, n, right);
        } else if (used >= m) {
            map.own_gram[map.pixels()] = own_equations(mixture, y, right);
        }
        map.square.push_back(square);
        map.channels.push_back(used);
        map.weight.push_back(takes_part ? 1 / (sigma * sigma) : 0);
    }
}

double rms_of_mixture(AbundanceMap const& map, std::size_t pixel, double const* abundances) {
    std::size_t const m = map.endmembers;
    auto const& gram = map.gram_of(pixel);
    double const *const x = abundances + pixel * m, *const b = &map.right[pixel * m];
    double sum = map.square[pixel];
    for (std::size_t e = 0; e < m; ++e) {
        double of_e = -2 * b[e];
        for (std::size_t f = 0; f < m; ++f)
            of_e += gram[e * m + f] * x[f];
        sum += x[e] * of_e;
    }
    return std::sqrt(std::max(sum, 0.0) / map.channels[pixel]);
}

}  // namespace vespa::mulumesc
