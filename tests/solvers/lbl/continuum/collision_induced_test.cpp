#include "lbl/continuum/collision_induced.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "complaint.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {
namespace {

std::string header(double t, int rows, double low = 0, double high = 0) {
    char text[128];
    std::snprintf(text, sizeof text, "               H2-He %10.3f%10.3f%7d%7.1f%10.3E%6.3f", low, high, rows,
                  t, 1e-44, -.999);
    return std::string(text).substr(0, 20) + std::string(text).substr(21) + "   comment\n";
}

/// Two bands; the first reaches further at 300 K than at 200 K.
std::string const text = header(200, 3) + " 100.0 1E-45\n 110.0 2E-45\n 120.0 1E-45\n" + header(300, 2) +
                         " 100.0 4E-45\n 140.0 4E-45\n" + header(400, 2) + " 500.0 1E-46\n 600.0 -1E-46\n";

CollisionTable table() {
    std::istringstream stream(text);
    return read_hitran_cia(stream, "t.cia");
}

TEST(CollisionInduced, InterpolatesAmongTheSetsThatReach) {
    auto const t = table();
    ASSERT_EQ(t.sets.size(), 3U);
    EXPECT_EQ(t.first, "H2");
    EXPECT_EQ(t.second, "He");
    std::vector<double> const nu{50, 100, 105, 110, 130, 140, 150, 550, 600};
    std::vector<double> k(nu.size()), slope(nu.size());
    collision_coefficient(t, 250, CollisionInterpolation::linear, BeyondTable::nearest, nu, k, slope);
    EXPECT_EQ(k[0], 0);
    EXPECT_NEAR(k[1], 2.5e-45, 1e-59);
    EXPECT_NEAR(k[2], 0.5 * (1.5e-45 + 4e-45), 1e-59);
    EXPECT_NEAR(k[3], 3e-45, 1e-59);
    EXPECT_NEAR(k[4], 4e-45, 1e-59);  // 300 K alone reaches here: the nearest
    EXPECT_NEAR(k[5], 4e-45, 1e-59);
    EXPECT_EQ(k[6], 0);
    EXPECT_NEAR(k[7], 0, 1e-60);
    EXPECT_NEAR(k[8], -1e-46, 1e-60);
    EXPECT_NEAR(slope[3], 2e-47, 1e-60);
    EXPECT_EQ(slope[4], 0);

    collision_coefficient(t, 250, CollisionInterpolation::logarithmic, BeyondTable::nearest, nu, k, slope);
    EXPECT_NEAR(k[3] / std::sqrt(8e-90), 1, 1e-14);
    EXPECT_NEAR(slope[3] / (k[3] * std::log(2.0) / 100), 1, 1e-14);
    EXPECT_NEAR(k[8], -1e-46, 1e-60);
}

TEST(CollisionInduced, TemperaturesBeyondTheTableAreRefusedUnlessChosen) {
    auto const t = table();
    std::vector<double> const nu{105}, far{700};
    std::vector<double> k(1);
    EXPECT_THROW(collision_coefficient(t, 199, CollisionInterpolation::linear, BeyondTable::refuse, nu, k),
                 BadInput);
    EXPECT_NO_THROW(
        collision_coefficient(t, 200, CollisionInterpolation::linear, BeyondTable::refuse, nu, k));
    EXPECT_NEAR(k[0], 1.5e-45, 1e-60);
    EXPECT_NO_THROW(
        collision_coefficient(t, 10, CollisionInterpolation::linear, BeyondTable::refuse, far, k));
    EXPECT_EQ(k[0], 0);
    collision_coefficient(t, 900, CollisionInterpolation::linear, BeyondTable::nearest, nu, k);
    EXPECT_NEAR(k[0], 4e-45, 1e-60);
}

TEST(CollisionInduced, OpticalDepthAndItsSlope) {
    auto const t = table();
    std::vector<double> const nu{103};
    auto const depth = [&](double temperature, std::vector<double>* slope) {
        std::vector<double> k(1), by_t(1), tau{1};
        collision_coefficient(t, temperature, CollisionInterpolation::logarithmic, BeyondTable::refuse, nu, k,
                              by_t);
        if (slope)
            add_collision_induced(k, by_t, 1e5, temperature, 0.8, 0.2, 1e25, tau, *slope);
        else
            add_collision_induced(k, by_t, 1e5, temperature, 0.8, 0.2, 1e25, tau);
        return tau[0] - 1;
    };
    std::vector<double> slope{7}, k(1);
    double const tau = depth(240, &slope);
    collision_coefficient(t, 240, CollisionInterpolation::logarithmic, BeyondTable::refuse, nu, k);
    EXPECT_NEAR(tau / (k[0] * number_density(1e5, 240) * 0.16 * 1e25), 1, 1e-12);
    EXPECT_NEAR((slope[0] - 7) / ((depth(240.1, nullptr) - depth(239.9, nullptr)) / 0.2), 1, 1e-6);
}

TEST(CollisionInduced, ReadersSayWhatIsWrongAndWhere) {
    EXPECT_COMPLAINT(read_hitran_cia, "", "table: holds no sets");
    EXPECT_COMPLAINT(read_hitran_cia, "               H2He\n", "table:1: 'H2He' is no header");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 1) + "1 2\n", "number of rows is '1'");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 3) + "1 2\n3 4\n", "the file ends after line 3");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 2) + "1 2\n1 4\n", "table:3: wavenumber 1 does not rise");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 2) + "1 2\n3 x\n", "coefficient is 'x'");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 2) + "1 2\n3 4\n" + header(200, 2) + "2 2\n9 4\n",
                     "a second set at 200");
    EXPECT_EQ(complaint(read_hitran_cia, header(200, 2) + "1 2\n3 4\n" + header(200, 2) + "3 2\n9 4\n"),
              "none");
    std::string other = header(300, 2);
    other.replace(other.find("H2-He"), 5, "N2-N2");
    EXPECT_COMPLAINT(read_hitran_cia, header(200, 2) + "1 2\n3 4\n" + other, "one pair a file, H2-He");

    std::string const good =
        "@SPECIES\nH2 He\n\n@TEMPERATURES\n 50 75\n\n@DATA\n 20 1e-7 2e-7\n 40 3e-7 4e-7\n";
    std::istringstream stream(good);
    auto const borysow = read_borysow_cia(stream, "b");
    EXPECT_NEAR(borysow.sets[1].coefficient[0] * 2.686780111e19 * 2.686780111e19 / 2e-7, 1, 1e-9);
    EXPECT_COMPLAINT(read_borysow_cia, "@DATA\n", "no @SPECIES before @DATA");
    EXPECT_COMPLAINT(read_borysow_cia, good + "30 1 2\n", "wavenumber 30 does not rise");
    EXPECT_COMPLAINT(read_borysow_cia, good + "50 1\n", "a row of 2 numbers; allowed: wavenumber and 2");
    EXPECT_COMPLAINT(read_borysow_cia, "@SPECIES\nH2\n", "1 species");
    EXPECT_COMPLAINT(read_borysow_cia, "@SPECIES\nH2 He\n@TEMPERATURES\n75 50\n", "does not rise");
}

}  // namespace
}  // namespace vespa::lbl
