#include <gtest/gtest.h>

#include "core/simd/targets.hpp"
#include "media.hpp"
#include "planet/plasma/density_reference.hpp"

// The lanes' gradient against difference quotients of the twin's density in extended precision.
namespace vespa::planet::test {
namespace {

// Central differences of order 8 along one axis.
long double difference(Plasma const& plasma, std::array<long double, 3> at, std::size_t axis,
                       long double step) {
    constexpr long double weight[] = {4.0L / 5, -1.0L / 5, 4.0L / 105, -1.0L / 280};
    auto const density = [&](long double shift) {
        auto moved = at;
        moved[axis] += shift;
        return reference_density(plasma, moved[0], moved[1], moved[2]);
    };
    long double sum = 0;
    for (int k = 1; k <= 4; ++k)
        sum += weight[k - 1] * (density(k * step) - density(-k * step));
    return sum / step;
}

// With a step h and a medium of length L the quotient errs by (h/L)⁸ and by 1e-19 n/h·(exponents up to 100):
// both below 1e-10 of n/L for the steps in media(), which keep h/L under 1/25. Where a joint of only two
// continuous derivatives falls between the nodes the error is larger; the fixed sample of points holds none
// of those.
TEST(Gradient, IsThatOfTheDensity) {
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        for (auto const& medium : media()) {
            auto const plasma = medium.plasma();
            auto const at = points(medium, 150, 7);
            auto const batch = evaluate(plasma, at);
            double most = 0;
            for (double const n : batch.density)
                most = std::max(most, std::abs(n));
            for (std::size_t i = 0; i < at.x.size(); ++i) {
                if (std::abs(batch.density[i]) < 1e-30 * most) continue;
                double quotient[3];
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    quotient[axis] = static_cast<double>(
                        difference(plasma, {at.x[i], at.y[i], at.z[i]}, axis,
                                   1e3L * static_cast<long double>(medium.difference_step)));
                }
                double const size = std::hypot(quotient[0], quotient[1], quotient[2]);
                double const allowed =
                    1e-9 * size + 1e-13 * std::abs(batch.density[i]) / (1e3 * medium.difference_step);
                EXPECT_NEAR(batch.gx[i], quotient[0], allowed)
                    << target << ' ' << medium.specifications[0] << ' ' << i;
                EXPECT_NEAR(batch.gy[i], quotient[1], allowed)
                    << target << ' ' << medium.specifications[0] << ' ' << i;
                EXPECT_NEAR(batch.gz[i], quotient[2], allowed)
                    << target << ' ' << medium.specifications[0] << ' ' << i;
            }
        }
        simd::use_target("");
    }
}

}  // namespace
}  // namespace vespa::planet::test
