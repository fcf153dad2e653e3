#include "core/numerics/root.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vespa::numerics {
namespace {

/// Calls of a function, counted.
template <class F>
struct Counted {
    F f;
    int* calls;
    double operator()(double x) const {
        ++*calls;
        return f(x);
    }
};

template <class F>
double solve(F f, double a, double b, int& calls) {
    return find_root(Counted<F>{f, &calls}, a, b, f(a), f(b), 0);
}

TEST(Root, OfSmoothFunctionsTakesFewEvaluations) {
    int calls = 0;
    EXPECT_NEAR(solve([](double x) { return std::cos(x) - x; }, 0, 1, calls), 0.73908513321516064, 1e-15);
    EXPECT_LE(calls, 12);
    calls = 0;
    EXPECT_NEAR(solve([](double x) { return x * x - 2; }, 0, 2, calls), std::sqrt(2), 4e-16);
    EXPECT_LE(calls, 12);
}

TEST(Root, IsFoundWhereNewtonAndTheSecantFail) {
    int calls = 0;
    // a root of multiplicity nine: all derivatives vanish
    EXPECT_NEAR(solve([](double x) { return std::pow(x - 0.3, 9); }, 0, 1, calls), 0.3, 1e-15);
    EXPECT_LE(calls, 150);
    calls = 0;
    // a jump
    EXPECT_NEAR(solve([](double x) { return x < 0.7 ? -1.0 : 1.0; }, 0, 1, calls), 0.7, 1e-15);
    EXPECT_LE(calls, 60);
    calls = 0;
    // flat on one side
    EXPECT_NEAR(solve([](double x) { return std::exp(50 * x) - 2; }, -10, 10, calls), std::log(2) / 50,
                1e-16);
    EXPECT_LE(calls, 80);
}

TEST(Root, AtAnEndOfTheBracketIsThatEnd) {
    auto const f = [](double x) { return x; };
    EXPECT_EQ(find_root(f, 0.0, 1.0, 0.0, 1.0, 0), 0);
    EXPECT_EQ(find_root(f, -1.0, 0.0, -1.0, 0.0, 0), 0);
}

TEST(Root, TheBracketMayRunBackwards) {
    int calls = 0;
    EXPECT_NEAR(solve([](double x) { return x * x * x - 8; }, 5, 0, calls), 2, 1e-15);
}

TEST(Root, StopsAtTheWidthAskedFor) {
    int calls = 0;
    auto const f = Counted{[](double x) { return std::pow(x - 0.3, 9); }, &calls};
    double const root = find_root(f, 0.0, 1.0, f(0), f(1), 1e-3);
    EXPECT_NEAR(root, 0.3, 1e-3);
    EXPECT_LE(calls, 20);
}

/// A function with its slope, its calls counted.
template <class F, class Slope>
auto with_slope(F f, Slope slope, int& calls) {
    struct At {
        double value, slope;
    };
    return [=, &calls](double x) {
        ++calls;
        return At{f(x), slope(x)};
    };
}

template <class F, class Slope>
double solve_smooth(F f, Slope slope, double a, double b, int& calls) {
    calls = 0;
    return find_smooth_root(with_slope(f, slope, calls), a, b, f(a), f(b), 1e-8);
}

TEST(SmoothRoot, TakesFewEvaluations) {
    int calls = 0;
    auto const cosine = [](double x) { return std::cos(x) - x; };
    auto const its_slope = [](double x) { return -std::sin(x) - 1; };
    EXPECT_NEAR(solve_smooth(cosine, its_slope, 0, 1, calls), 0.73908513321516064, 1e-15);
    EXPECT_LE(calls, 4);
    auto const square = [](double x) { return x * x - 2; };
    EXPECT_NEAR(solve_smooth(
                    square, [](double x) { return 2 * x; }, 2, 0, calls),
                std::sqrt(2), 4e-16);
    EXPECT_LE(calls, 6);
}

TEST(SmoothRoot, IsFoundWhereNewtonAloneLeavesTheBracketOrCreeps) {
    int calls = 0;
    // Newton's steps run away from the root on both sides
    auto const bent = [](double x) { return std::atan(50 * (x - 0.3)); };
    auto const its_slope = [](double x) { return 50 / (1 + 2500 * (x - 0.3) * (x - 0.3)); };
    EXPECT_NEAR(solve_smooth(bent, its_slope, -10, 20, calls), 0.3, 1e-15);
    EXPECT_LE(calls, 60);
    // multiplicity nine, and a slope that vanishes with it
    auto const flat = [](double x) { return std::pow(x - 0.3, 9); };
    EXPECT_NEAR(solve_smooth(
                    flat, [](double x) { return 9 * std::pow(x - 0.3, 8); }, 0, 1, calls),
                0.3, 1e-6);
    EXPECT_LE(calls, 100);
    // no slope at all
    auto const step = [](double x) { return x < 0.7 ? -1.0 : 1.0; };
    EXPECT_NEAR(solve_smooth(
                    step, [](double) { return 0.0; }, 0, 1, calls),
                0.7, 1e-14);
    EXPECT_LE(calls, 60);
}

TEST(SmoothRoot, AtAnEndOfTheBracketIsThatEnd) {
    int calls = 0;
    auto const f = with_slope([](double x) { return x; }, [](double) { return 1.0; }, calls);
    EXPECT_EQ(find_smooth_root(f, 0.0, 1.0, 0.0, 1.0, 1e-8), 0);
    EXPECT_EQ(find_smooth_root(f, -1.0, 0.0, -1.0, 0.0, 1e-8), 0);
    EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace vespa::numerics
