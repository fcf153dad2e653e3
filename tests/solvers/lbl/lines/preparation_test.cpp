#include "lbl/lines/layer/preparation.hpp"

#include <cmath>

#include "core/simd/targets.hpp"
#include "lbl/lines/constants.hpp"
#include "line_tools.hpp"
#include "made_lines.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;
using testing::made_lines;
using testing::made_partition_sum;

std::vector<IsotopologueUse> used(StoredLines const& lines, PartitionSum const& q) {
    std::vector<IsotopologueUse> uses;
    for (auto const& one : lines.isotopologues)
        uses.push_back({one.terrestrial_abundance, &q});
    return uses;
}

void expect_near(std::vector<double> const& a, std::vector<double> const& b, double relative,
                 char const* what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    for (std::size_t i = 0; i < a.size(); ++i)
        ASSERT_NEAR(a[i], b[i], relative * std::abs(b[i])) << what << " of line " << i;
}

// Rounding of the exponents (up to 700 in size) and of the series near zero wavenumber: 1e-12.
TEST(Preparation, LanesAreThePlainTwin) {
    auto const q = made_partition_sum();
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        for (std::size_t count : {0u, 1u, 3u, 8u, 5003u}) {
            for (std::size_t isotopologues : {1u, 2u}) {
                auto const lines = made_lines(count, isotopologues);
                PreparationOptions options;
                options.slopes = true;
                LinePreparation const preparation(lines, used(lines, q), {"air", "self", "h2"}, options);
                for (double const t : {50.0, 296.0, 1500.0}) {
                    LayerState const state{t, 0.3, {0.6, 0.1, 0.3}};
                    auto const fast = preparation.at(state).lines;
                    auto const plain = preparation.reference_at(state).lines;
                    expect_near(fast.position, plain.position, 0, "position");
                    expect_near(fast.strength, plain.strength, 1e-12, "strength");
                    expect_near(fast.lorentz_half_width, plain.lorentz_half_width, 1e-14, "half-width");
                    expect_near(fast.doppler_width, plain.doppler_width, 1e-15, "Doppler width");
                    expect_near(fast.centre, plain.centre, 1e-15, "centre");
                    expect_near(fast.slopes.lorentz_half_width, plain.slopes.lorentz_half_width, 1e-13,
                                "slope");
                    ASSERT_EQ(fast.slopes.strength.size(), count);
                    for (std::size_t i = 0; i < count; ++i)
                        ASSERT_NEAR(fast.slopes.strength[i], plain.slopes.strength[i], 1e-12 / t * 1000);
                }
            }
        }
    }
    simd::use_target("");
}

TEST(Preparation, IsTheListAtTheListsTemperature) {
    auto const lines = made_lines(1000);
    auto const q = made_partition_sum();
    auto const at296 = LinePreparation(lines, used(lines, q), {"air"}).at({296, 1, {1}}).lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_NEAR(at296.strength[i] / std::exp(lines.log_strength[i]), 1, 1e-13);
        auto const set = lines.profile[i];
        EXPECT_EQ(at296.lorentz_half_width[i], lines.profiles.values[0][set]);
        EXPECT_NEAR(at296.centre[i], lines.position[i] + lines.profiles.values[3][set], 1e-12);
    }
    EXPECT_TRUE(at296.mixing.empty() && at296.speed_dependence.empty() && at296.slopes.strength.empty());
}

// d/dT of what at() gives at neighbouring temperatures; the difference of fourth order leaves 1e-8.
TEST(Preparation, SlopesAreThoseOfTheValues) {
    auto const lines = made_lines(500);
    auto const q = made_partition_sum();
    PreparationOptions options;
    options.slopes = true;
    LinePreparation const preparation(lines, used(lines, q), {"air", "h2"}, options);
    double const t = 333, h = 0.5;
    auto const at = [&](double temperature) { return preparation.at({temperature, 0.5, {0.2, 0.8}}).lines; };
    auto const middle = at(t), a = at(t - 2 * h), b = at(t - h), c = at(t + h), d = at(t + 2 * h);
    auto const slope = [&](auto member, std::size_t i) {
        auto const ln = [&](LayerLines const& at_t) { return std::log((at_t.*member)[i]); };
        return (ln(a) - 8 * ln(b) + 8 * ln(c) - ln(d)) / (12 * h);
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_NEAR(middle.slopes.strength[i], slope(&LayerLines::strength, i), 2e-7);
        EXPECT_NEAR(middle.slopes.lorentz_half_width[i], slope(&LayerLines::lorentz_half_width, i), 1e-9);
        EXPECT_NEAR(middle.slopes.doppler_width, slope(&LayerLines::doppler_width, i), 1e-9);
    }
}

TEST(Preparation, AbsentValuesAreThoseOfAir) {
    auto lines = made_lines(97);
    for (std::uint32_t i = 0; i < 97; ++i)
        lines.profile[i] = i;
    auto const q = made_partition_sum();
    auto const widths = [&](char const* broadener) {
        return LinePreparation(lines, used(lines, q), {broadener}).at({148, 1, {1}}).lines.lorentz_half_width;
    };
    auto const air = widths("air"), self = widths("self"), h2 = widths("h2");
    auto const& v = lines.profiles.values;
    for (std::size_t s = 0; s < 97; ++s) {
        double const n_air = s % 5 ? v[2][s] : 0.5;
        EXPECT_NEAR(air[s], v[0][s] * std::pow(2, n_air), 1e-14);
        EXPECT_NEAR(self[s], (s % 7 ? v[1][s] : v[0][s]) * std::pow(2, n_air), 1e-14);
        EXPECT_NEAR(h2[s], v[4][s] * std::pow(2, s % 3 ? v[5][s] : n_air), 1e-14);
    }
}

// Strengths of HITRAN hold the terrestrial abundance, those of ExoMol none: each is applied once.
TEST(Preparation, AppliesNoAbundanceTwice) {
    auto lines = made_lines(10, 1);
    auto const q = made_partition_sum();
    auto const strength = [&](double abundance) {
        return LinePreparation(lines, {{abundance, &q}}, {"air"}).at({296, 1, {1}}).lines.strength[3];
    };
    double const stored = std::exp(lines.log_strength[3]),
                 earth = lines.isotopologues[0].terrestrial_abundance;
    EXPECT_NEAR(strength(earth) / stored, 1, 1e-13);
    EXPECT_NEAR(strength(1) / (stored / earth), 1, 1e-13);
    EXPECT_EQ(strength(0), 0);
    lines.isotopologues[0].contained_abundance = 1;
    EXPECT_NEAR(strength(earth) / (stored * earth), 1, 1e-13);
}

TEST(Preparation, WhatIsDroppedIsSummed) {
    auto const lines = made_lines(3001);
    auto const q = made_partition_sum();
    LayerState const state{500, 1, {1}};
    auto const all = LinePreparation(lines, used(lines, q), {"air"}).at(state).lines;
    PreparationOptions options;
    options.weakest = 1e-28;
    options.slopes = true;
    auto const kept = LinePreparation(lines, used(lines, q), {"air"}, options).at(state);
    EXPECT_GT(kept.dropped, 100u);
    EXPECT_EQ(kept.lines.size() + kept.dropped, all.size());
    for (auto const* column : {&kept.lines.centre, &kept.lines.strength, &kept.lines.doppler_width,
                               &kept.lines.lorentz_half_width, &kept.lines.slopes.strength})
        EXPECT_EQ(column->size(), kept.lines.size());
    double dropped = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all.strength[i] < 1e-28) {
            dropped += all.strength[i];
        } else {
            EXPECT_EQ(kept.lines.strength[next], all.strength[i]);
            EXPECT_EQ(kept.lines.centre[next++], all.centre[i]);
        }
    }
    EXPECT_NEAR(kept.dropped_strength / dropped, 1, 1e-13);
}

TEST(Preparation, UsesItsMemoryAgain) {
    auto const lines = made_lines(1000);
    auto const q = made_partition_sum();
    LinePreparation const preparation(lines, used(lines, q), {"air"});
    PreparedLayer layer;
    preparation.at({200, 1, {1}}, layer);
    auto const* before = layer.lines.strength.data();
    preparation.at({300, 1, {1}}, layer);
    EXPECT_EQ(layer.lines.strength.data(), before);
    EXPECT_EQ(layer.lines.strength, preparation.at({300, 1, {1}}).lines.strength);
}

TEST(Preparation, RefusesWhatDoesNotFit) {
    auto const lines = made_lines(10);
    auto const q = made_partition_sum();
    auto const uses = used(lines, q);
    auto const make = [&](auto const& u, std::vector<std::string> broadeners) {
        return bad_input_of([&] { LinePreparation(lines, u, broadeners); });
    };
    EXPECT_EQ(
        make(uses, {"co2"}),
        "broadeners: the list has no widths of broadener \"co2\" (column gamma_co2); allowed: air, self, h2");
    EXPECT_NE(make(uses, {}), "no error");
    EXPECT_NE(make(std::vector<IsotopologueUse>{uses[0]}, {"air"}), "no error");
    EXPECT_NE(make(std::vector<IsotopologueUse>{uses[0], {1, nullptr}}, {"air"}), "no error");
    EXPECT_NE(make(std::vector<IsotopologueUse>{uses[0], {1.5, &q}}, {"air"}), "no error");
    LinePreparation const preparation(lines, uses, {"air", "self"});
    auto const at = [&](LayerState const& state) { return bad_input_of([&] { preparation.at(state); }); };
    EXPECT_EQ(at({5, 1, {1, 0}}),
              "made: temperature 5 K is outside the partition sum; allowed: 10 to 3000 K");
    EXPECT_NE(at({300, 1, {1}}), "no error");
    EXPECT_NE(at({300, 1, {0.5, 0.4}}), "no error");
    EXPECT_NE(at({300, 1, {1.5, -0.5}}), "no error");
    EXPECT_NE(at({300, -1, {1, 0}}), "no error");
    EXPECT_EQ(at({300, 0, {1, 0}}), "no error");
}

}  // namespace
}  // namespace vespa::lbl
