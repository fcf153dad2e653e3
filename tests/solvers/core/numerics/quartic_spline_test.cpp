#include "core/numerics/quartic_spline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

namespace {

using namespace vespa::numerics;

std::vector<double> fitted(std::function<double(double)> const& f, std::size_t nodes) {
    std::vector<double> c(nodes + 3, 7e77);
    for (std::size_t i = 0; i < nodes; ++i)
        c[i + 2] = f(static_cast<double>(i));
    fit_quartic_lines(c.data(), nodes, 1, 1);
    return c;
}

struct At {
    double value, slope;
};

At evaluate(std::vector<double> const& c, double u) {
    auto const cell = static_cast<std::size_t>(std::min(std::floor(u), static_cast<double>(c.size()) - 5));
    auto const w = quartic_weights(u - static_cast<double>(cell));
    At sum{0, 0};
    for (std::size_t i = 0; i < 5; ++i) {
        sum.value += c[cell + i] * w.value[i];
        sum.slope += c[cell + i] * w.slope[i];
    }
    return sum;
}

TEST(QuarticSpline, ReproducesQuarticsUpToTheEnds) {
    auto const f = [](double x) { return 2 - 3 * x + 0.5 * x * x - 0.25 * x * x * x + 0.02 * x * x * x * x; };
    for (std::size_t const nodes : {6u, 7u, 8u, 9u, 30u}) {
        auto const c = fitted(f, nodes);
        double scale = 1;
        for (double const x : c)
            scale = std::max(scale, std::abs(x));
        for (double u = 0; u <= static_cast<double>(nodes) - 1; u += 0.125) {
            EXPECT_NEAR(evaluate(c, u).value, f(u), 1e-13 * scale) << nodes << " nodes at " << u;
            EXPECT_NEAR(evaluate(c, u).slope, -3 + u - 0.75 * u * u + 0.08 * u * u * u, 4e-13 * scale);
        }
    }
}

TEST(QuarticSpline, IsOfOrderFive) {
    auto const f = [](double x) { return std::exp(std::sin(x)); };
    auto const error = [&](std::size_t cells) {
        double const step = 5 / static_cast<double>(cells);
        auto const c = fitted([&](double i) { return f(i * step); }, cells + 1);
        double worst = 0;
        for (double u = 0; u <= static_cast<double>(cells); u += 0.0625)
            worst = std::max(worst, std::abs(evaluate(c, u).value - f(u * step)));
        return worst;
    };
    EXPECT_GT(std::log2(error(64) / error(128)), 4.7);
}

TEST(QuarticSpline, LinesSideBySideAreThoseAlone) {
    std::vector<double> together(12 * 4, -1);
    for (std::size_t i = 0; i < 9; ++i) {
        for (std::size_t k = 0; k < 3; ++k)
            together[(i + 2) * 4 + k] = std::sin(static_cast<double>(i * i + k));
    }
    fit_quartic_lines(together.data(), 9, 4, 3);
    for (std::size_t k = 0; k < 3; ++k) {
        auto const alone = fitted([&](double i) { return std::sin(i * i + static_cast<double>(k)); }, 9);
        for (std::size_t i = 0; i < 12; ++i)
            EXPECT_EQ(together[i * 4 + k], alone[i]);
    }
    EXPECT_EQ(together[3], -1);
}

TEST(QuarticSpline, FewerThanSixNodesAreRefused) {
    std::vector<double> c(8);
    EXPECT_THROW(fit_quartic_lines(c.data(), 5, 1, 1), std::invalid_argument);
}

}  // namespace
