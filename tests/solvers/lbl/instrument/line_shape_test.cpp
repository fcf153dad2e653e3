#include "lbl/instrument/line_shape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/instrument/apodisation.hpp"

namespace vespa::lbl {
namespace {

TEST(LineShape, HalfWidthsOfApodisations) {
    struct Known {
        LineShape shape;
        double c;  // 1 / (half width * path difference)
    };
    // Norton and Beer's three make the lines of the unapodised spectrum 1.2, 1.4 and 1.6 times as wide.
    for (auto const& [shape, c] :
         {Known{LineShape::sinc, 3.314800}, Known{LineShape::beer, 2.100669},
          Known{LineShape::hamming, 2.195671}, Known{LineShape::hanning, 2.0},
          Known{LineShape::sinc_squared, 2.257609}, Known{LineShape::norton_beer_weak, 3.314800 / 1.2},
          Known{LineShape::norton_beer_medium, 3.314800 / 1.4},
          Known{LineShape::norton_beer_strong, 3.314800 / 1.6}}) {
        EXPECT_NEAR(1 / half_width_product(shape, 0), c, 1e-4) << name_of(shape);
    }
    EXPECT_NEAR(half_width_product(LineShape::brault, 0.999999), half_width_product(LineShape::sinc, 0),
                1e-6);
    EXPECT_NEAR(half_width_product(LineShape::kaiser_bessel, 1e-6), half_width_product(LineShape::sinc, 0),
                1e-9);
    EXPECT_THROW(half_width_product(LineShape::gauss, 0), BadInput);
}

TEST(LineShape, TransformsInClosedForm) {
    for (double const a : {1e-3, 0.7, 3.1, 25.0, 400.0}) {
        EXPECT_NEAR(apodisation_transform(LineShape::sinc, 0, a), std::sin(a) / a, 2e-15) << a;
        double const half = std::sin(a / 2) / (a / 2);
        EXPECT_NEAR(apodisation_transform(LineShape::sinc_squared, 0, a), half * half / 2, 2e-15) << a;
        if (a > 0.5) {
            double const beer = 8 * ((3 - a * a) * std::sin(a) - 3 * a * std::cos(a)) / std::pow(a, 5);
            EXPECT_NEAR(apodisation_transform(LineShape::beer, 0, a), beer, 2e-14) << a;
        }
        double const p = 3, r = p * p - a * a;  // of I0(P sqrt(1 - u^2)): sinh(sqrt(P^2 - a^2)) / sqrt(...)
        double const kaiser =
            r > 0 ? std::sinh(std::sqrt(r)) / std::sqrt(r) : std::sin(std::sqrt(-r)) / std::sqrt(-r);
        EXPECT_NEAR(apodisation_transform(LineShape::kaiser_bessel, p, a) * std::cyl_bessel_i(0.0, p), kaiser,
                    1e-14)
            << a;
    }
}

InstrumentShape instrument(LineShape shape) {
    double const p = shape == LineShape::brault ? 0.9 : 3;
    return {shape, 0.5, 30, p};
}

class EveryShape : public ::testing::TestWithParam<int> {
  protected:
    LineShape shape() const { return static_cast<LineShape>(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Shapes, EveryShape, ::testing::Range(0, 13));

TEST_P(EveryShape, HasItsWidthAndUnitArea) {
    auto const i = instrument(shape());
    double const peak = line_shape_at(i, 0);
    EXPECT_NEAR(line_shape_at(i, 0.25) / peak, 0.5, 1e-9);  // half of the box's edge belongs to it
    EXPECT_EQ(line_shape_of(name_of(shape())), shape());
    double sum = 0;
    double const h = 0.01;
    for (int k = -3000; k <= 3000; ++k)
        sum += h * line_shape_at(i, k * h) * (std::abs(k) == 3000 ? 0.5 : 1);
    auto const kernel = make_kernel(i, h);
    EXPECT_NEAR(sum, 1 - kernel.missing, 3e-5) << name_of(shape());
    EXPECT_LT(std::abs(kernel.missing), shape() == LineShape::sinc ? 0.01 : 0.005) << name_of(shape());
}

TEST_P(EveryShape, KernelIsSymmetricAndSumsToOne) {
    auto const kernel = make_kernel(instrument(shape()), 0.013);
    EXPECT_EQ(kernel.weight.size() % 2, 1U);
    EXPECT_NEAR(std::accumulate(kernel.weight.begin(), kernel.weight.end(), 0.0), 1, 1e-14);
    for (std::size_t k = 0; k < kernel.half(); ++k)
        ASSERT_EQ(kernel.weight[k], kernel.weight[kernel.weight.size() - 1 - k]);
}

TEST(LineShape, RefusesWhatCannotBe) {
    auto const refused = [](InstrumentShape i, double step = 0.01) {
        EXPECT_THROW(make_kernel(i, step), BadInput);
    };
    refused({LineShape::gauss, 0, 1, 0});
    refused({LineShape::gauss, 1, 0.5, 0});
    refused({LineShape::brault, 1, 5, 1});
    refused({LineShape::kaiser_bessel, 1, 5, 0});
    refused({LineShape::gauss, 1, 5, 0}, 0.1);
    refused({LineShape::gauss, 1, 5, 0}, 0);
    EXPECT_NO_THROW(make_kernel({LineShape::gauss, 1, 5, 0}, 1.0 / 12));
    EXPECT_THROW(line_shape_of("gaussian"), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
