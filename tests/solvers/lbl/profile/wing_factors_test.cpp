#include "lbl/profile/wing_factors.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vespa::lbl {
namespace {

double factor_at(WingFactor factor, double temperature, double distance) {
    auto const pieces = wing_pieces(factor, temperature);
    return piece_at(pieces, distance).at(distance);
}

TEST(WingFactors, PublishedFormulas) {
    EXPECT_EQ(factor_at(WingFactor::none, 300, 1e4), 1);
    EXPECT_EQ(factor_at(WingFactor::co2_venus_tonkov, 735, 2.999), 1);
    EXPECT_DOUBLE_EQ(factor_at(WingFactor::co2_venus_tonkov, 735, 100), 1.084 * std::exp(-2.7));
    EXPECT_DOUBLE_EQ(factor_at(WingFactor::co2_venus_tonkov, 735, 200), 0.208 * std::exp(-3.2));
    EXPECT_DOUBLE_EQ(factor_at(WingFactor::co2_venus_tonkov, 735, 300), 0.025 * std::exp(-2.7));
    EXPECT_DOUBLE_EQ(factor_at(WingFactor::ch4_h2_hartmann, 120, 30), 8.72 * std::exp(-2.5));
    EXPECT_DOUBLE_EQ(factor_at(WingFactor::ch4_h2_hartmann, 120, 393), 0.0684 * std::exp(-1.0));
}

TEST(WingFactors, PerrinHartmannFollowsItsThreeRates) {
    double const t = 296;
    double const b1 = 0.0888 - 0.160 * std::exp(-0.00410 * t), b2 = 0.0526 * std::exp(-0.00152 * t),
                 b3 = 0.0232;
    auto const at = [&](double distance) {
        return factor_at(WingFactor::co2_co2_perrin_hartmann, t, distance);
    };
    EXPECT_EQ(at(3 - 1e-9), 1);
    EXPECT_NEAR(at(20), std::exp(-b1 * 17), 1e-14);
    EXPECT_NEAR(at(100), std::exp(-b1 * 27 - b2 * 70), 1e-14);
    EXPECT_NEAR(at(200), std::exp(-b1 * 27 - b2 * 90 - b3 * 80), 1e-14);
    EXPECT_NEAR(factor_at(WingFactor::co2_n2_perrin_hartmann, t, 50),
                std::exp(-(0.416 - 0.354 * std::exp(-0.00386 * t)) * 7 -
                         (0.00167 + 0.0421 * std::exp(-0.00248 * t)) * 40),
                1e-14);
}

TEST(WingFactors, SlopesAreThoseOfTheFactor) {
    for (auto const factor : {WingFactor::co2_co2_perrin_hartmann, WingFactor::co2_n2_perrin_hartmann,
                              WingFactor::co2_venus_tonkov}) {
        for (double const distance : {1.0, 8.0, 50.0, 200.0}) {
            auto const pieces = wing_pieces(factor, 250);
            auto const& piece = piece_at(pieces, distance);
            double const difference =
                (std::log(factor_at(factor, 251, distance)) - std::log(factor_at(factor, 249, distance))) / 2;
            EXPECT_NEAR(piece.amplitude_slope - piece.decay_slope * distance, difference, 1e-6);
        }
    }
}

TEST(WingFactors, PiecesFollowOneAnother) {
    for (auto const factor : {WingFactor::none, WingFactor::co2_venus_tonkov, WingFactor::ch4_h2_hartmann,
                              WingFactor::co2_co2_perrin_hartmann, WingFactor::co2_n2_perrin_hartmann}) {
        auto const pieces = wing_pieces(factor, 300);
        EXPECT_EQ(pieces.front().from, 0);
        EXPECT_TRUE(std::isinf(pieces.back().to));
        for (std::size_t i = 1; i < pieces.size(); ++i)
            EXPECT_EQ(pieces[i].from, pieces[i - 1].to);
    }
}

}  // namespace
}  // namespace vespa::lbl
