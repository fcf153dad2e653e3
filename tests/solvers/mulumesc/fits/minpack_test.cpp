// The minima of an independent solver: MINPACK's lmder as cminpack has it.
#include <cminpack.h>
#include <gtest/gtest.h>

#include <cmath>

#include "mulumesc/fits/band_shapes.hpp"
#include "mulumesc/fits/fit_bands.hpp"
#include "solvers/mulumesc/fits/synthetic_bands.hpp"

namespace vespa::mulumesc {
namespace {

using testing::FourBands;
constexpr int rows = FourBands::channels, columns = FourBands::parameters;

struct Data {
    double const *wavelength, *reflectance;
};

int residuals(void* given, int, int, double const* p, double* out, double* jacobian, int, int what) {
    auto const& data = *static_cast<Data const*>(given);
    for (int c = 0; c < rows; ++c) {
        double const x = data.wavelength[c];
        if (what == 1) out[c] = log_reflectance(BandShape::gaussian, 4, p, x) - std::log(data.reflectance[c]);
        if (what != 2) continue;
        jacobian[c] = 1;
        jacobian[rows + c] = 1 / x;
        for (int k = 0; k < 4; ++k) {
            auto const slope = band_slopes(BandShape::gaussian, p + 2 + 3 * k, x).slope;
            for (int j = 0; j < 3; ++j)
                jacobian[(2 + 3 * k + j) * rows + c] = slope[static_cast<std::size_t>(j)];
        }
    }
    return 0;
}

/// χ² of MINPACK's minimum from the start given; infinite where it lies outside the boxes.
double minpack_minimum(FourBands const& set, std::size_t i, double const* start) {
    Data data{set.axis.wavelength.data(), &set.reflectance[i * rows]};
    double x[columns], f[rows], scale[columns], qtf[columns], work[3][columns], work_rows[rows];
    std::vector<double> jacobian(static_cast<std::size_t>(rows * columns));
    std::copy_n(start, columns, x);
    int pivots[columns], calls = 0, slopes = 0;
    lmder(residuals, &data, rows, columns, x, f, jacobian.data(), rows, 1e-13, 1e-13, 0, 2000, scale, 1, 100,
          0, &calls, &slopes, pivots, qtf, work[0], work[1], work[2], work_rows);
    auto const parameters = parameters_of(set.model);
    for (std::size_t j = 0; j < columns; ++j) {
        if (x[j] < parameters[j].low || x[j] > parameters[j].high)
            return std::numeric_limits<double>::infinity();
    }
    double sum = 0;
    for (double const r : f)
        sum += r * r;
    return sum;
}

TEST(Minpack, FindsNoLowerMinimumInsideTheBoxes) {
    FourBands const set(200, 21);
    auto const fits = fit_bands(set.axis, set.spectra(), set.model,
                                {.tolerance = 1e-10, .most_evaluations = 300, .searches = 5});
    std::vector<double> start;
    for (auto const& p : parameters_of(set.model))
        start.push_back(p.start);
    std::size_t compared = 0, as_low = 0;
    for (std::size_t i = 0; i < set.count; ++i) {
        double const lowest =
            std::min(minpack_minimum(set, i, start.data()), minpack_minimum(set, i, &set.truth[i * columns]));
        compared += std::isfinite(lowest);
        as_low += std::isfinite(lowest) && fits.chi2[i] <= lowest * (1 + 1e-6);
    }
    EXPECT_GE(compared, 180u);
    EXPECT_GE(static_cast<double>(as_low), 0.995 * static_cast<double>(compared))
        << as_low << " of " << compared;
}

}  // namespace
}  // namespace vespa::mulumesc
