// The 500 spectra of four bands of the shared data, with the lowest minima known inside their boxes.
#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>
#include <filesystem>

#include "mulumesc/fits/fit_bands.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

std::filesystem::path the_file() {
    return testing::shared_data("mulumesc/synthetic/mgm4_500.h5");
}

std::vector<double> read(hid_t file, char const* name) {
    hid_t const set = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(set);
    std::vector<double> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    EXPECT_GE(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
    H5Sclose(space);
    H5Dclose(set);
    return values;
}

/// Place in the file of parameter j: there, c0 and c1 come last.
std::size_t in_file(std::size_t j) {
    return j < 2 ? 12 + j : j - 2;
}

TEST(SharedSet, LowestKnownMinimaAreReached) {
    if (!std::filesystem::exists(the_file())) GTEST_SKIP() << the_file() << " is not there";
    hid_t const file = H5Fopen(the_file().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    auto const reflectance = read(file, "reflectance"), lowest = read(file, "best_ssr"),
               truth = read(file, "truth"), of_truth = read(file, "truth_ssr"), start = read(file, "start"),
               low = read(file, "lower_bound"), high = read(file, "upper_bound"),
               at_end = read(file, "best_at_bound");
    SpectralAxis axis{read(file, "wavelength_um"), {}, std::vector<std::uint8_t>(256, 1)};
    H5Fclose(file);
    BandModel model;
    model.bands.resize(4);
    auto const parameter = [&](std::size_t j) {
        return FitParameter{start[in_file(j)], low[in_file(j)], high[in_file(j)]};
    };
    model.offset = parameter(0);
    model.slope = parameter(1);
    for (std::size_t k = 0; k < 4; ++k)
        model.bands[k] = {parameter(2 + 3 * k), parameter(3 + 3 * k), parameter(4 + 3 * k)};
    Spectra<double> const spectra{500, 256, reflectance, {}};
    auto const one = fit_bands(axis, spectra, model, {.tolerance = 1e-6});
    auto const best =
        fit_bands(axis, spectra, model, {.tolerance = 1e-10, .most_evaluations = 300, .searches = 5});
    std::size_t reached = 0, good = 0;
    std::vector<double> pulls;
    for (std::size_t i = 0; i < 500; ++i) {
        reached += best.chi2[i] <= lowest[i] * (1 + 1e-6);
        good += one.end[i] == FitEnd::converged && one.chi2[i] <= 1.02 * 1.02 * of_truth[i];
        pulls.push_back((best.values[i * 14 + 12] - truth[i * 14 + 10]) / best.errors[i * 14 + 12]);
    }
    double squares = 0;
    for (double const p : pulls)
        squares += p * p;
    EXPECT_GE(reached, 498u);
    EXPECT_EQ(good, 500u);
    // The isolated band at 1.95 µm; 500 pulls know their spread to 3 per cent, and the boxes of the blended
    // bands hold some scatter back.
    EXPECT_NEAR(std::sqrt(squares / 500), 0.97, 0.07);
}

}  // namespace
}  // namespace vespa::mulumesc
