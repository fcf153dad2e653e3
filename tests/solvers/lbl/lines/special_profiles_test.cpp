// Speed dependence, Hartmann-Tran parameters by range of temperature, and first-order mixing.
#include <cmath>

#include "lbl/lines/layer/broadening.hpp"
#include "line_tools.hpp"
#include "made_lines.hpp"

namespace vespa::lbl {
namespace {

// Three sets: plain, with speed dependence and mixing, with Hartmann-Tran parameters of 150 and 296 K.
StoredLines special_lines() {
    auto lines = testing::made_lines(3, 1);
    lines.profile = {0, 1, 2};
    auto& table = lines.profiles;
    table = {};
    auto const add = [&](char const* name, double a, double b, double c) {
        table.columns.push_back(name);
        table.values.push_back({a, b, c});
    };
    add("gamma_self", 0.08, 0.07, 0.06);
    add("n_self", 0.7, 0.6, 0.5);
    add("delta_self", -0.003, -0.002, -0.001);
    add("y_self", absent, 0.004, absent);
    add("sd_self", absent, 0.1, 0.2);
    add("y_ht_self_296", absent, absent, 0.006);
    for (auto const& [range, more] : {std::pair{"150", 1.0}, {"296", 0.0}}) {
        auto const named = [&](char const* name) { return std::string(name) + range; };
        add(named("gamma_ht_0_self_").c_str(), absent, absent, 0.05 + 0.04 * more);
        add(named("n_ht_self_").c_str(), absent, absent, 0.4 + 0.1 * more);
        add(named("gamma_ht_2_self_").c_str(), absent, absent, 0.008 + 0.001 * more);
        add(named("delta_ht_0_self_").c_str(), absent, absent, -0.004 - 0.001 * more);
        add(named("deltap_ht_self_").c_str(), absent, absent, 1e-5);
        add(named("delta_ht_2_self_").c_str(), absent, absent, 0.0005);
    }
    add("nu_ht_self", absent, absent, 0.02);
    add("kappa_ht_self", absent, absent, 0.9);
    add("eta_ht_self", absent, absent, 0.25);
    return lines;
}

LayerLines prepared(LineProfile profile, bool mixing, LayerState const& state) {
    auto const lines = special_lines();
    auto const q = testing::made_partition_sum();
    PreparationOptions options;
    options.profile = profile;
    options.mixing = mixing;
    return LinePreparation(lines, {{1, &q}}, {"self"}, options).at(state).lines;
}

TEST(SpecialProfiles, VoigtLeavesThemOut) {
    auto const lines = prepared(LineProfile::voigt, false, {296, 2, {1}});
    EXPECT_TRUE(lines.mixing.empty() && lines.speed_dependence.empty() &&
                lines.shift_speed_dependence.empty() && lines.velocity_changing.empty() &&
                lines.correlation.empty());
    auto const mixed = prepared(LineProfile::voigt, true, {296, 2, {1}});
    EXPECT_EQ(mixed.mixing, (std::vector<double>{0, 0.008, 0}));
}

TEST(SpecialProfiles, SpeedDependenceIsAShareOfTheWidth) {
    auto const lines = prepared(LineProfile::speed_dependent_voigt, true, {148, 2, {1}});
    EXPECT_EQ(lines.speed_dependence[0], 0);
    for (std::size_t i : {1u, 2u})
        EXPECT_NEAR(lines.speed_dependence[i], lines.lorentz_half_width[i] * (i == 1 ? 0.1 : 0.2), 1e-16);
    EXPECT_TRUE(lines.correlation.empty());
}

TEST(SpecialProfiles, HartmannTranParametersAreThoseOfTheRange) {
    // In the range of 150 K.
    auto const cold = prepared(LineProfile::hartmann_tran, true, {120, 2, {1}});
    EXPECT_NEAR(cold.lorentz_half_width[2], 2 * 0.09 * std::pow(150.0 / 120, 0.5), 1e-15);
    EXPECT_NEAR(cold.centre[2] - cold.position[2], 2 * (-0.005 + 1e-5 * (120 - 150)), 1e-12);
    EXPECT_NEAR(cold.speed_dependence[2], 2 * 0.009, 1e-16);
    EXPECT_NEAR(cold.shift_speed_dependence[2], 2 * 0.0005, 1e-16);
    EXPECT_NEAR(cold.velocity_changing[2], 2 * 0.02 * std::pow(296.0 / 120, 0.9), 1e-15);
    EXPECT_NEAR(cold.correlation[2], 0.25, 1e-15);
    EXPECT_NEAR(cold.mixing[2], 2 * 0.006, 1e-16);
    // 600 K has none of its own: those of 296 K.
    auto const hot = prepared(LineProfile::hartmann_tran, false, {600, 1, {1}});
    EXPECT_NEAR(hot.lorentz_half_width[2], 0.05 * std::pow(296.0 / 600, 0.4), 1e-15);
    EXPECT_NEAR(hot.speed_dependence[2], 0.008, 1e-16);
    // A line without them keeps what it has.
    EXPECT_NEAR(hot.lorentz_half_width[1], 0.07 * std::pow(296.0 / 600, 0.6), 1e-15);
    EXPECT_NEAR(hot.speed_dependence[1], 0.1 * hot.lorentz_half_width[1], 1e-16);
    EXPECT_EQ(hot.velocity_changing[1], 0);
}

TEST(SpecialProfiles, RangesMeetAtHundredTwoHundredFourHundred) {
    for (auto const& [t, range] : {std::pair{50.0, 0u},
                                   {99.9, 0u},
                                   {100.0, 1u},
                                   {199.9, 1u},
                                   {200.0, 2u},
                                   {399.0, 2u},
                                   {400.0, 3u},
                                   {2000.0, 3u}})
        EXPECT_EQ(hartmann_tran_range(t), range) << t;
}

}  // namespace
}  // namespace vespa::lbl
