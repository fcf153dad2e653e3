#include "lbl/line_sum/voigt_tables.hpp"

#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl {

namespace {

/// Coefficients a_n of Weideman 1994, the Fourier coefficients of (L^2 + t^2) exp(-t^2), t = L tan(theta /
/// 2).
WeidemanSum weideman(int terms) {
    WeidemanSum sum;
    sum.terms = terms;
    sum.scale = std::sqrt(terms / std::sqrt(2.0));
    int const half = 2 * terms;
    for (int n = 0; n < terms; ++n) {
        double coefficient = 0;
        for (int k = 1 - half; k < half; ++k) {
            double const theta = k * units::pi / half, t = sum.scale * std::tan(theta / 2);
            coefficient += std::exp(-t * t) * (sum.scale * sum.scale + t * t) * std::cos((n + 1) * theta);
        }
        sum.coefficients[static_cast<std::size_t>(n)] = coefficient / (2 * half);
    }
    return sum;
}

constexpr SmallYRational low_order{
    7,
    {1.0002543894634113, -1.2159616224565596, 0.062011472235733765, -0.0078554172130855936,
     -0.0042243916693703549, 0.00046671908488118607, -6.1891967305881041e-5},
    {1.0, 0.79335138860094739, 0.26058189316787816, 0.11983724978487432, -0.012638079318811673,
     0.010168836576563378, -0.0011268245994609971, 0.00012382939489488106}};

constexpr SmallYRational high_order{9,
                                    {1.0000040465750937, -1.2394406246640952, 0.09681279718834646,
                                     -0.01856593386697058, -0.00096635472745384126, -9.2549460412181487e-6,
                                     -3.6218120014361308e-5, 2.2121700561623872e-6, -2.3763965028226346e-7},
                                    {1.0, 0.76074769104994097, 0.28352569615973769, 0.072016469611298375,
                                     0.010677529630927998, 0.0027735457212193681, -0.00011025424624992627,
                                     7.8716941308104364e-5, -5.1400692894817642e-6, 4.7528832165771435e-7}};

}  // namespace

VoigtTables const& voigt_tables(Precision precision) {
    static WeidemanSum const complex_sum = weideman(32);
    static VoigtTables const coarse{15, 5.5, 8, 0.02, weideman(20), low_order, complex_sum, high_order};
    static VoigtTables const standard{30, 6, 8, 0.02, weideman(20), low_order, complex_sum, high_order};
    static VoigtTables const fine{60, 10, 10, 0.01, weideman(24), high_order, complex_sum, high_order};
    return precision == Precision::coarse ? coarse : precision == Precision::standard ? standard : fine;
}

}  // namespace vespa::lbl
