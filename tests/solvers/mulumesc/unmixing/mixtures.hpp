#pragma once
#include <cmath>
#include <random>
#include <vector>

#include "mulumesc/unmixing/unmix.hpp"

namespace vespa::mulumesc::testing {

/// Seeded draws that are the same with every C++ library.
class Draws {
  public:
    explicit Draws(std::uint64_t seed) : random_(seed) {}
    double uniform() { return (static_cast<double>(random_() >> 11) + 0.5) * 0x1p-53; }
    double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

    /// Gamma deviate of shape a < 1 (Ahrens & Dieter 1974).
    double gamma(double a) {
        while (true) {
            double const b = 1 + a / 2.718281828459045, p = b * uniform(), e = -std::log(uniform());
            double const x = p <= 1 ? std::pow(p, 1 / a) : -std::log((b - p) / a);
            if (p <= 1 ? x <= e : (a - 1) * std::log(x) >= -e) return x;
        }
    }

    /// Abundances of a symmetric Dirichlet distribution.
    std::vector<double> dirichlet(std::size_t count, double a) {
        std::vector<double> x(count);
        double sum = 0;
        for (auto& value : x)
            sum += value = gamma(a);
        for (auto& value : x)
            value /= sum;
        return x;
    }

  private:
    std::mt19937_64 random_;
};

/// Smooth made-up endmembers and noisy mixtures of them.
struct Mixtures {
    Mixtures(std::size_t members_, std::size_t channels, std::size_t count_, double noise, std::uint64_t seed)
        : members(members_), count(count_) {
        Draws draws(seed);
        for (std::size_t c = 0; c < channels; ++c) {
            axis.wavelength.push_back(0.45 +
                                      2.05 * static_cast<double>(c) / static_cast<double>(channels - 1));
            axis.good.push_back(1);
        }
        for (std::size_t e = 0; e < members; ++e) {
            double const level = 0.3 + 0.4 * draws.uniform(), tilt = 0.1 * draws.normal();
            double const centre[2] = {0.5 + draws.uniform(), 1.5 + draws.uniform()};
            for (double const w : axis.wavelength) {
                double r = level + tilt * (w - 1.5);
                for (double const at : centre)
                    r *= 1 - 0.4 * std::exp(-50 * (w - at) * (w - at));
                endmembers.push_back(r);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            auto const x = draws.dirichlet(members, 0.4);
            truth.insert(truth.end(), x.begin(), x.end());
            for (std::size_t c = 0; c < channels; ++c) {
                double r = 0;
                for (std::size_t e = 0; e < members; ++e)
                    r += x[e] * endmembers[e * channels + c];
                reflectance.push_back(r * (1 + noise * draws.normal()));
            }
        }
    }

    Spectra<double> spectra() const { return {count, axis.channels(), reflectance, {}}; }
    Spectra<double> library() const { return {members, axis.channels(), endmembers, {}}; }

    std::size_t members, count;
    SpectralAxis axis;
    std::vector<double> endmembers, reflectance, truth;
};

}  // namespace vespa::mulumesc::testing
