#include "lbl/instrument/k_distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/instrument/k_error.hpp"

namespace vespa::lbl {
namespace {

double transmittance(Quadrature const& rule, std::vector<double> const& k, double u) {
    std::vector<double> t;
    for (double const value : k)
        t.push_back(std::exp(-value * u));
    return mean_over_g(rule, t);
}

/// Coefficients of equal probability from 0 to 1, out of order.
std::vector<double> shuffled(std::size_t n) {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] = (double(i * 7919 % n) + 0.5) / double(n);
    return values;
}

TEST(KDistribution, UniformCoefficientsInClosedForm) {
    for (auto const& rule : {g_quadrature(16), split_g_quadrature(16)}) {
        std::vector<double> k(16);
        k_at_nodes(shuffled(100'003), rule, k);
        for (double const u : {0.01, 1.0, 10.0})
            EXPECT_NEAR(transmittance(rule, k, u), -std::expm1(-u) / u, 2e-6) << u;
    }
}

/// Worst error of a bin's mean transmittance over absorber amounts from 1e-4 to 1e4: Elsasser's band over
/// half a period, lines of half width y of their spacing.
double worst_error(double y, Quadrature const& rule) {
    std::size_t const n = 100'000;
    std::vector<double> values, k(rule.node.size());
    for (std::size_t i = 0; i < n; ++i) {
        double const x = (double(i) + 0.5) / double(n) / 2;
        values.push_back(std::sinh(2 * units::pi * y) /
                         (std::cosh(2 * units::pi * y) - std::cos(2 * units::pi * x)));
    }
    k_at_nodes(values, rule, k);
    double worst = 0;
    for (double u = 1e-4; u < 1e4; u *= 4) {
        double exact = 0;
        for (double const v : values)
            exact += std::exp(-v * u) / double(n);
        worst = std::max(worst, std::abs(transmittance(rule, k, u) - exact));
    }
    return worst;
}

TEST(KDistribution, BandOfLorentzLines) {
    EXPECT_LT(worst_error(1e-2, g_quadrature(16)), 2e-4);
    EXPECT_LT(worst_error(1e-2, split_g_quadrature(16)), 6e-4);
    // Of narrow lines the plain quadrature misses the centres; so it does with eight points of wide ones.
    EXPECT_LT(worst_error(1e-3, split_g_quadrature(16)), 6e-4);
    EXPECT_GT(worst_error(1e-3, g_quadrature(16)), 2 * worst_error(1e-3, split_g_quadrature(16)));
}

TEST(KDistribution, ErrorIsTheLargestOverAllAmounts) {
    for (auto const& rule : {g_quadrature(8), split_g_quadrature(16)}) {
        std::vector<double> values, k(rule.node.size());
        for (std::size_t i = 0; i < 4001; ++i)
            values.push_back(std::pow(10.0, -25 + 6.0 * double(i * 7919 % 4001) / 4001));
        k_at_nodes(values, rule, k);
        double worst = 0;
        for (double u = 1e16; u < 1e28; u *= 1.01) {
            double exact = 0;
            for (double const v : values)
                exact += std::exp(-v * u) / double(values.size());
            worst = std::max(worst, std::abs(transmittance(rule, k, u) - exact));
        }
        double const found = transmission_error(values, rule, k);
        EXPECT_LE(found, worst * (1 + 1e-9));
        EXPECT_GE(found, 0.85 * worst);
        EXPECT_LT(worst, transmission_error_bound(rule, values.size()));
    }
    auto const rule = g_quadrature(4);
    EXPECT_EQ(transmission_error(std::vector<double>(7, 0.0), rule, std::vector<double>(4, 0.0)), 0);
    EXPECT_THROW(transmission_error({}, rule, std::vector<double>(4, 0.0)), std::invalid_argument);
    EXPECT_THROW(transmission_error_bound(rule, 0), std::invalid_argument);
}

TEST(KDistribution, ErrorBoundHoldsAndIsReached) {
    // Bins of transparent and opaque points, any share of each.
    for (auto const& rule : {g_quadrature(5), split_g_quadrature(12)}) {
        std::size_t const n = 2000;
        double const bound = transmission_error_bound(rule, n);
        double worst = 0;
        for (std::size_t opaque = 0; opaque <= n; opaque += 1) {
            std::vector<double> values(n, 1e-9), k(rule.node.size());
            std::fill_n(values.begin(), opaque, 1e9);
            k_at_nodes(values, rule, k);
            worst = std::max(worst, std::abs(transmittance(rule, k, 1) - double(n - opaque) / double(n)));
        }
        EXPECT_LE(worst, bound);
        EXPECT_GE(worst, bound - 2 / double(n));
    }
}

TEST(KDistribution, LayersAndBins) {
    RowsArray values(2, 10), k(2, 6);
    for (std::size_t i = 0; i < 10; ++i) {
        values.view().row(0)[i] = double(10 - i);
        values.view().row(1)[i] = i < 5 ? 0 : 3;
    }
    std::vector<std::size_t> const bins{0, 4, 9};
    auto const rule = g_quadrature(3);
    correlated_k(values.view(), bins, rule, k.view());
    EXPECT_NEAR(k.view().row(0)[1], std::sqrt(8.0 * 9), 1e-12);  // median of 7, 8, 9, 10
    EXPECT_NEAR(k.view().row(0)[4], 4, 1e-12);                   // of 2 ... 6
    EXPECT_EQ(k.view().row(1)[0], 0);
    EXPECT_EQ(k.view().row(1)[5], 3);
    EXPECT_THROW(correlated_k(values.view(), std::vector<std::size_t>{0, 4, 4}, rule, k.view()),
                 std::invalid_argument);
    EXPECT_THROW(split_g_quadrature(7), BadInput);
    EXPECT_THROW(g_quadrature(0), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
