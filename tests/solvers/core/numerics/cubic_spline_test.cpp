#include "core/numerics/cubic_spline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

namespace {

using namespace vespa::numerics;

constexpr double pi = 3.14159265358979323846;

/// The spline through f at nodes 0 … nodes − 1.
std::vector<double> fitted(std::function<double(double)> const& f, std::size_t nodes, SplineEnds ends) {
    std::vector<double> c(cubic_coefficients(nodes, ends), 7e77);
    for (std::size_t i = 0; i < nodes; ++i)
        c[i + 1] = f(static_cast<double>(i));
    fit_cubic_lines(c.data(), nodes, 1, 1, ends);
    return c;
}

struct At {
    double value, slope;
};

At evaluate(std::vector<double> const& c, double u) {
    auto const cell = static_cast<std::size_t>(std::min(std::floor(u), static_cast<double>(c.size()) - 4));
    auto const w = cubic_weights(u - static_cast<double>(cell));
    At sum{0, 0};
    for (std::size_t i = 0; i < 4; ++i) {
        sum.value += c[cell + i] * w.value[i];
        sum.slope += c[cell + i] * w.slope[i];
    }
    return sum;
}

TEST(CubicSpline, WeightsAreThoseOfTheTextbook) {
    for (double const t : {0.0, 0.25, 0.6, 1.0, -0.7, 1.9}) {
        auto const w = cubic_weights(t);
        EXPECT_NEAR(w.value[0], std::pow(1 - t, 3) / 6, 1e-15);
        EXPECT_NEAR(w.value[1], (4 - 6 * t * t + 3 * t * t * t) / 6, 1e-15);
        EXPECT_NEAR(w.value[2], (1 + 3 * t + 3 * t * t - 3 * t * t * t) / 6, 4e-15);
        EXPECT_NEAR(w.value[3], t * t * t / 6, 1e-15);
        EXPECT_NEAR(w.slope[0], -(1 - t) * (1 - t) / 2, 1e-15);
        EXPECT_NEAR(w.slope[1], -2 * t + 1.5 * t * t, 1e-15);
        EXPECT_NEAR(w.slope[2], (1 + 2 * t - 3 * t * t) / 2, 4e-15);
        EXPECT_NEAR(w.slope[3], t * t / 2, 1e-15);
    }
}

TEST(CubicSpline, ReproducesCubicsUpToTheEnds) {
    auto const f = [](double x) { return 2 - 3 * x + 0.5 * x * x - 0.25 * x * x * x; };
    for (std::size_t const nodes : {4u, 5u, 6u, 7u, 20u}) {
        auto const c = fitted(f, nodes, SplineEnds::not_a_knot);
        double const scale = 1 + std::abs(f(static_cast<double>(nodes)));
        for (double u = 0; u <= static_cast<double>(nodes) - 1; u += 0.125) {
            EXPECT_NEAR(evaluate(c, u).value, f(u), 1e-14 * scale) << nodes << " nodes at " << u;
            EXPECT_NEAR(evaluate(c, u).slope, -3 + u - 0.75 * u * u, 4e-14 * scale);
        }
    }
}

TEST(CubicSpline, PassesThroughTheNodesAndIsSmoothThere) {
    auto const f = [](double x) { return std::sin(1.3 * x * x); };
    for (auto const ends : {SplineEnds::not_a_knot, SplineEnds::periodic}) {
        auto const c = fitted(f, 12, ends);
        for (double u = 1; u < 11; ++u) {
            EXPECT_NEAR(evaluate(c, u).value, f(u), 1e-14);
            EXPECT_NEAR(evaluate(c, u - 1e-9).slope, evaluate(c, u).slope, 1e-7);
        }
    }
}

/// The largest error of value and slope over all cells.
At error_of(std::function<double(double)> const& f, std::function<double(double)> const& slope,
            std::size_t nodes, double step, SplineEnds ends) {
    auto const c = fitted([&](double i) { return f(i * step); }, nodes, ends);
    At worst{0, 0};
    for (double u = 0; u <= static_cast<double>(c.size()) - 3; u += 0.0625) {
        worst.value = std::max(worst.value, std::abs(evaluate(c, u).value - f(u * step)));
        worst.slope = std::max(worst.slope, std::abs(evaluate(c, u).slope / step - slope(u * step)));
    }
    return worst;
}

TEST(CubicSpline, IsOfOrderFour) {
    auto const f = [](double x) { return std::exp(std::sin(x)); };
    auto const slope = [](double x) { return std::cos(x) * std::exp(std::sin(x)); };
    auto const open = [&](std::size_t n) {
        return error_of(f, slope, n + 1, 5 / static_cast<double>(n), SplineEnds::not_a_knot);
    };
    auto const closed = [&](std::size_t n) {
        return error_of(f, slope, n, 2 * pi / static_cast<double>(n), SplineEnds::periodic);
    };
    EXPECT_GT(std::log2(open(64).value / open(128).value), 3.8);
    EXPECT_GT(std::log2(open(64).slope / open(128).slope), 2.8);
    EXPECT_GT(std::log2(closed(64).value / closed(128).value), 3.9);
    EXPECT_GT(std::log2(closed(64).slope / closed(128).slope), 2.9);
}

TEST(CubicSpline, APeriodicSplineDoesNotKnowWhereItBegins) {
    auto const f = [](double i) { return std::cos(0.7 * i) + (i == 3 ? 2 : 0); };
    auto const c = fitted(f, 9, SplineEnds::periodic);
    auto const turned = fitted([&](double i) { return f(std::fmod(i + 4, 9)); }, 9, SplineEnds::periodic);
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_NEAR(turned[i + 1], c[(i + 4) % 9 + 1], 1e-14);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(c[i], c[i + 9]);
}

TEST(CubicSpline, ALineDoesNotDependOnItsNeighbours) {
    constexpr std::size_t nodes = 11, lines = 5;
    auto const f = [](std::size_t i, std::size_t k) {
        return std::sin(static_cast<double>(i * i + 3 * k)) * std::pow(10, static_cast<double>(k));
    };
    for (auto const ends : {SplineEnds::not_a_knot, SplineEnds::periodic}) {
        auto const rows = cubic_coefficients(nodes, ends);
        std::vector<double> together(rows * 8, -1);
        for (std::size_t i = 0; i < nodes; ++i) {
            for (std::size_t k = 0; k < lines; ++k)
                together[(i + 1) * 8 + k] = f(i, k);
        }
        fit_cubic_lines(together.data(), nodes, 8, lines, ends);
        for (std::size_t k = 0; k < lines; ++k) {
            auto const alone =
                fitted([&](double i) { return f(static_cast<std::size_t>(i), k); }, nodes, ends);
            for (std::size_t i = 0; i < rows; ++i)
                EXPECT_EQ(together[i * 8 + k], alone[i]);
        }
        for (std::size_t i = 0; i < rows; ++i)
            EXPECT_EQ(together[i * 8 + lines], -1) << "a number beside the lines was touched";
    }
}

TEST(CubicSpline, FewerThanFourNodesAreRefused) {
    std::vector<double> c(8);
    EXPECT_THROW(fit_cubic_lines(c.data(), 3, 1, 1, SplineEnds::not_a_knot), std::invalid_argument);
    EXPECT_THROW(fit_cubic_lines(c.data(), 3, 1, 1, SplineEnds::periodic), std::invalid_argument);
}

}  // namespace
