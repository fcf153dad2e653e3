#include <gtest/gtest.h>

#include "air.hpp"
#include "lbl/transfer/formal_solution_reference.hpp"

namespace vespa::lbl {
namespace {

/// Derivative of f at 0 by the five-point rule, its error that of rounding / h and h^4.
template <class F>
double difference(F const& f, double h) {
    return (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h);
}

class Slopes : public ::testing::TestWithParam<LayerSource> {
  protected:
    static constexpr std::size_t layers = 5, points = 41;
    lbl::testing::Air air{layers, points};
    Path path = air.limb();
    std::vector<double> radiance = std::vector<double>(points);
    RowsArray by_depth{layers, points}, by_level{layers + 1, points};

    double radiance_at(std::size_t i, std::vector<double> const& temperature, Rows depth) {
        std::vector<double> value(points);
        radiance_along_reference({&path, temperature, GetParam()}, air.wavenumber, depth, air.beyond, value,
                                 {});
        return value[i];
    }
    void solve(Rows depth_by_temperature) {
        radiance_with_slopes({&path, air.temperature, GetParam()}, air.wavenumber, air.depth.view(),
                             air.beyond, depth_by_temperature, air.mean_share, radiance, {},
                             {by_depth.view(), by_level.view()});
    }
};

INSTANTIATE_TEST_SUITE_P(Sources, Slopes,
                         ::testing::Values(LayerSource::isothermal, LayerSource::linear_in_tau));

TEST_P(Slopes, ByOpticalDepthAreDifferences) {
    solve({});
    for (std::size_t k = 0; k < layers; ++k) {
        for (std::size_t i = 0; i < points; ++i) {
            double const tau = air.depth.view().row(k)[i], h = std::max(1e-4, 1e-3 * std::min(tau, 1.0));
            if (tau < 3 * h) continue;
            auto const f = [&](double step) {
                auto depth = air.depth;
                depth.view().row(k)[i] += step;
                return radiance_at(i, air.temperature, depth.view());
            };
            double const slope = by_depth.view().row(k)[i];
            EXPECT_NEAR(slope, difference(f, h), 1e-7 * std::abs(slope) + 1e-11) << k << ' ' << i;
        }
    }
}

TEST_P(Slopes, ByLevelTemperatureAreDifferences) {
    // Optical depths that change with the layers' mean temperatures as the caller says.
    solve(air.depth_by_temperature.view());
    for (std::size_t level = 0; level <= layers; ++level) {
        for (std::size_t i = 0; i < points; ++i) {
            auto const f = [&](double step) {
                auto temperature = air.temperature;
                temperature[level] += step;
                auto depth = air.depth;
                for (std::size_t k = 0; k < layers; ++k) {
                    double const share = k == level       ? 1 - air.mean_share[k]
                                         : k + 1 == level ? air.mean_share[k]
                                                          : 0;
                    depth.view().row(k)[i] *=
                        std::exp(share * step * air.depth_by_temperature.view().row(k)[i] /
                                 air.depth.view().row(k)[i]);
                }
                return radiance_at(i, temperature, depth.view());
            };
            double const slope = by_level.view().row(level)[i];
            EXPECT_NEAR(slope, difference(f, 0.02), 1e-6 * std::abs(slope) + 1e-11) << level << ' ' << i;
        }
    }
}

TEST_P(Slopes, ByAbundanceAreDifferences) {
    solve({});
    std::vector<double> column(layers);
    RowsArray sigma(layers, points), by_abundance(layers + 1, points);
    for (std::size_t k = 0; k < layers; ++k) {
        column[k] = 1e22 * double(k + 1);
        for (std::size_t i = 0; i < points; ++i)
            sigma.view().row(k)[i] = 1e-22 * (1 + 0.1 * double(i % 7));
    }
    abundance_slopes(by_depth.view(), sigma.view(), column, air.mean_share, by_abundance.view());
    for (std::size_t level = 0; level <= layers; ++level) {
        for (std::size_t i = 0; i < points; ++i) {
            auto const f = [&](double step) {
                auto depth = air.depth;
                for (std::size_t k = 0; k < layers; ++k) {
                    double const share = k == level       ? 1 - air.mean_share[k]
                                         : k + 1 == level ? air.mean_share[k]
                                                          : 0;
                    depth.view().row(k)[i] += share * step * column[k] * sigma.view().row(k)[i];
                }
                return radiance_at(i, air.temperature, depth.view());
            };
            double const slope = by_abundance.view().row(level)[i];
            EXPECT_NEAR(slope, difference(f, 1e-4), 1e-6 * std::abs(slope) + 1e-11) << level << ' ' << i;
        }
    }
}

}  // namespace
}  // namespace vespa::lbl
