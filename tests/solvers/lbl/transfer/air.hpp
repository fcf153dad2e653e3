#pragma once
#include <cmath>
#include <random>
#include <vector>

#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl::testing {

/// An atmosphere made up: optical depths from 1e-9 to 1e3, temperatures of 100 to 400 K.
struct Air {
    std::vector<double> wavenumber, temperature, mean_share, beyond;
    RowsArray depth, depth_by_temperature;

    Air(std::size_t layers, std::size_t points)
        : depth(layers, points), depth_by_temperature(layers, points) {
        std::mt19937_64 random(5);
        auto const uniform = [&](double a, double b) {
            return a + (b - a) * std::uniform_real_distribution<double>()(random);
        };
        for (std::size_t i = 0; i < points; ++i) {
            wavenumber.push_back(600 + 0.01 * static_cast<double>(i));
            beyond.push_back(uniform(0, 0.2));
        }
        for (std::size_t k = 0; k <= layers; ++k)
            temperature.push_back(uniform(100, 400));
        for (std::size_t k = 0; k < layers; ++k) {
            mean_share.push_back(uniform(0.4, 0.5));
            for (std::size_t i = 0; i < points; ++i) {
                depth.view().row(k)[i] = std::pow(10, uniform(-9, i % 3 ? 0 : 3));
                depth_by_temperature.view().row(k)[i] = depth.view().row(k)[i] * uniform(-0.02, 0.02);
            }
        }
    }

    /// Down to the lowest layer and up again, as a limb path does.
    Path limb() const {
        Path path;
        std::size_t const layers = mean_share.size();
        for (std::size_t k = layers; k-- > 0;)
            path.segments.push_back({k, 3 + 0.1 * static_cast<double>(k), 0.45, 1, k == 0 ? 0.3 : 0.0});
        for (std::size_t k = 0; k < layers; ++k)
            path.segments.push_back({k, 3 + 0.1 * static_cast<double>(k), 0.45, k == 0 ? 0.3 : 0.0, 1});
        return path;
    }
};

}  // namespace vespa::lbl::testing
