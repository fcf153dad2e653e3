#include "mulumesc/composition/calibrations.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {
namespace {

TEST(Calibrations, AreThePublishedRelations) {
    // By hand: 205.86 · 1.9 − 364.3 and the like.
    EXPECT_NEAR(composition(calibration("hed-fs-2"), 1.9).value, 26.834, 1e-12);
    EXPECT_NEAR(composition(calibration("hed-fs-1"), 0.93).value, 37.942, 1e-12);
    EXPECT_NEAR(composition(calibration("hed-wo-1"), 0.93).value, 7.8509, 1e-12);
    EXPECT_NEAR(composition(calibration("hed-wo-2"), 1.9).value, 3.5195, 1e-12);
    EXPECT_NEAR(composition(calibration("chondrite-fs"), 0.95).value, -921.7 + 1733.655 - 793.38775, 1e-10);
    EXPECT_NEAR(composition(calibration("chondrite-fa"), 0.95).value, -1342.3 + 2523.675 - 1159.62225, 1e-10);
    EXPECT_NEAR(composition(calibration("chondrite-olivine"), 0.5).value, 0.607, 1e-15);
}

TEST(Calibrations, ErrorsAddInSquaresAndRangesHold) {
    auto const& fs = calibration("hed-fs-2");
    EXPECT_EQ(composition(fs, 1.9).error, fs.measured);  // the larger of the two
    EXPECT_NEAR(composition(fs, 1.9, 0.05).error, std::hypot(fs.measured, 205.86 * 0.05), 1e-12);
    EXPECT_TRUE(std::isnan(composition(fs, 2.3).value) && std::isnan(composition(fs, 2.3).error));
    EXPECT_TRUE(std::isnan(composition(fs, std::nan("")).value));
    for (auto const& c : calibrations()) {
        EXPECT_LT(c.low, c.high) << c.name;
        EXPECT_GE(c.measured, c.error) << c.name;
        EXPECT_EQ(&calibration(c.name), &c);
    }
    EXPECT_THROW(calibration("fs"), BadInput);
}

TEST(Calibrations, GaffeysTurnsComeToRestOnBothRelations) {
    auto const opx = pyroxene_of_centres(0.92, 1.90);
    EXPECT_TRUE(opx.settled);
    EXPECT_NEAR(opx.ferrosilite.value, 268.2 * 1.90 - 483.7, 1e-12);   // Wo below 11
    EXPECT_NEAR(opx.wollastonite.value, 418.9 * 0.92 - 380.9, 1e-12);  // Fs 25 to 50
    auto const cpx = pyroxene_of_centres(1.02, 2.25);
    EXPECT_TRUE(cpx.settled);
    EXPECT_GT(cpx.wollastonite.value, 30);
    EXPECT_FALSE(pyroxene_of_centres(std::nan(""), 2).settled);
}

}  // namespace
}  // namespace vespa::mulumesc
