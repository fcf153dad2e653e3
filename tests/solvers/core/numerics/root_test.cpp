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

}  // namespace
}  // namespace vespa::numerics
