#include "lbl/profile/faddeeva.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "lbl/profile/voigt.hpp"
#include "solvers/lbl/shared_data.hpp"

namespace vespa::lbl {
namespace {

struct Value {
    double x, y, k, l, dk_dx, dl_dx;
};

// exp(-z^2) erfc(-iz) and its derivative with 200 to 900 digits (mpmath), rounded to 17.
constexpr Value values[] = {
    {0, 1e-10, 0.99999999988716208, 0.0, 0.0, 1.1283791668955126},
    {0.3, 1e-12, 0.91393118527029116, 0.31891568277101751, -0.54835871116153686, 0.93702975743107421},
    {0.92, 1e-4, 0.42895588841954698, 0.61041362501941792, -0.78915675196696256, 0.0051323058820996996},
    {1, 0.1, 0.37317014831126741, 0.53855480785943174, -0.63862933505064847, -0.023364478285604388},
    {1, 1, 0.30474420525691259, 0.20821893820283163, -0.19305053410816193, 0.10245288017602413},
    {2.5, 3, 0.11287798255948908, 0.088283064985171053, -0.03469152288641907, 0.0096959468127228443},
    {5, 1e-6, 2.409433915771646e-8, 0.11524596183093129, -1.0451467915302017e-8, -0.024080451213848548},
    {5, 1e-8, 2.5469245600349706e-10, 0.11524596183093659, -2.4200532341623887e-10, -0.024080451213853297},
    {6, 1e-6, 1.6375340765768395e-8, 0.09539620896910791, -5.7116712510049189e-9, -0.016375340533815099},
    {7.9, 1e-12, 9.2665553682592721e-15, 0.072002893826820953, -2.4057871648545934e-15,
     -0.0092665553682584857},
    {8.1, 1e-12, 8.8036575266635099e-15, 0.07019647065568988, -2.2263106205691004e-15,
     -0.0088036575266634778},
    {7, 0.5, 0.0059104241310586737, 0.081011438857947808, -0.0017344989768736238, -0.011691401046815419},
    {3, 4.9, 0.083804700077788746, 0.049820273669680697, -0.014589518503861643, 0.0081714643150986803},
    {3, 5.1, 0.082171992267394479, 0.047012910876436099, -0.013500262664718668, 0.0081473807094722902},
    {12, 0.01, 3.9595190540519386e-5, 0.047180745358665932, -6.6696657991466378e-6, -0.0039595134162805986},
    {30, 1e-6, 6.2792502413109283e-10, 0.018816784868660707, -4.1931710544156364e-11,
     -0.00062792502413109143},
    {200, 50, 0.00066377404148184357, 0.0026550336912172444, -6.2474710129827589e-6, -1.1713539569559377e-5},
};

void expect_relative(double value, double truth, double tolerance, double x, double y) {
    EXPECT_NEAR(value, truth, tolerance * std::abs(truth)) << "x " << x << ", y " << y;
}

TEST(Faddeeva, EqualsManyDigits) {
    for (Value const& v : values) {
        VoigtValue const value = voigt(v.x, v.y);
        expect_relative(value.k, v.k, 1e-13, v.x, v.y);
        expect_relative(value.l, v.l, 1e-13, v.x, v.y);
        // The derivatives of near values are differences: twice the size of what they are the difference of.
        expect_relative(value.dk_dx, v.dk_dx, 1e-11, v.x, v.y);
        expect_relative(value.dl_dx, v.dl_dx, 1e-11, v.x, v.y);
    }
}

TEST(Faddeeva, IsEvenInItsRealAndOddInItsImaginaryPart) {
    for (Value const& v : values) {
        auto const right = faddeeva(v.x, v.y), left = faddeeva(-v.x, v.y);
        EXPECT_EQ(right, std::conj(left));
        auto const slope = faddeeva_slope({-v.x, v.y}, left);
        EXPECT_EQ(slope, -std::conj(faddeeva_slope({v.x, v.y}, right)));
    }
}

TEST(Faddeeva, LowerHalfPlane) {
    // w(z) + w(-z) = 2 exp(-z^2)
    std::complex<double> const z{0.7, -0.4};
    auto const sum = faddeeva(z) + faddeeva(-z), truth = 2.0 * std::exp(-z * z);
    EXPECT_NEAR(std::abs(sum - truth), 0, 1e-15);
}

TEST(Faddeeva, SeamsOfItsMethodsDoNotShow) {
    // Across x = 8 and y = 5, and where the residue ends at y = 1 and x = 27: by Taylor's first term.
    for (auto const& [x, y, by_x, by_y] :
         {std::array{8.0, 1e-9, 1.0, 0.0}, std::array{8.0, 2.0, 1.0, 0.0}, std::array{1.0, 5.0, 0.0, 1.0},
          std::array{9.0, 1.0, 0.0, 1.0}, std::array{27.0, 1e-5, 1.0, 0.0}}) {
        double const h = 1e-9;
        auto const below = faddeeva(x - h * by_x, y - h * by_y), above = faddeeva(x + h * by_x, y + h * by_y);
        auto const slope = faddeeva_slope({x, y}, faddeeva(x, y)) * std::complex<double>{by_x, by_y};
        expect_relative(above.real(), below.real() + 2 * h * slope.real(), 1e-13, x, y);
        expect_relative(above.imag(), below.imag() + 2 * h * slope.imag(), 1e-13, x, y);
    }
}

TEST(VoigtHalfWidth, HalvesTheProfile) {
    for (double const gamma : {0.0, 1e-6, 0.01, 0.3, 2.0, 50.0}) {
        double const alpha = 0.2, half = voigt_half_width(gamma, alpha);
        EXPECT_NEAR(voigt(half / alpha, gamma / alpha).k, 0.5 * voigt(0, gamma / alpha).k, 1e-13);
    }
    EXPECT_NEAR(voigt_half_width(0, 1), std::sqrt(std::log(2.0)), 1e-14);
    EXPECT_NEAR(voigt_half_width(1, 1e-4), 1, 1e-7);
}

TEST(FaddeevaPeers, TableOfTwentyDigits) {
    SHARED_DATA_OR_SKIP(path, "ref/faddeeva_20digits.csv");
    auto const rows = vespa::testing::read_rows(path);
    ASSERT_EQ(rows.size(), 418U);
    for (auto const& row : rows) {
        auto const w = faddeeva(row[0], row[1]);
        expect_relative(w.real(), row[2], 1e-13, row[0], row[1]);
        expect_relative(w.imag(), row[3], 1e-13, row[0], row[1]);
    }
}

}  // namespace
}  // namespace vespa::lbl
