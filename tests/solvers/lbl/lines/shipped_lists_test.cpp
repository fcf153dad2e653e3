// The lists of inputs/lbl, made of constants: read, and held against published positions and intensities.
#include <cmath>

#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

std::filesystem::path const inputs = VESPA_SOURCE_DIR "/inputs/lbl";

std::size_t nearest(StoredLines const& lines, double position, int isotopologue_id) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines.isotopologues[lines.isotopologue[i]].isotopologue_id != isotopologue_id) continue;
        if (std::abs(lines.position[i] - position) < std::abs(lines.position[best] - position)) best = i;
    }
    return best;
}

TEST(ShippedLists, CarbonMonoxideIsThatOfHitran) {
    auto const lines = read_all(ParSource({inputs / "co.par"}));
    EXPECT_EQ(lines.isotopologues.size(), 4u);
    struct Published {
        double position, strength;
        int isotopologue;
    };
    // HITRAN 2012 (Rothman et al. 2013): 1-0 R(7), 0-0 R(0) of 13C16O and 12C18O; Guelachvili 1983: 1-0 R(0).
    auto const r7 = nearest(lines, 2172.7588, 1);
    EXPECT_NEAR(lines.position[r7], 2172.7588, 5e-4);
    EXPECT_NEAR(std::exp(lines.log_strength[r7]) / 4.461e-19, 1, 4e-3);
    EXPECT_NEAR(lines.position[nearest(lines, 2147.08149, 1)], 2147.081489, 1e-6);
    for (auto const& [position, strength, isotopologue] :
         {Published{3.675922, 3.269e-26, 2}, {3.661939, 5.773e-27, 3}}) {
        auto const i = nearest(lines, position, isotopologue);
        EXPECT_NEAR(lines.position[i], position, 1e-5);
        EXPECT_NEAR(std::exp(lines.log_strength[i]) / strength, 1, 0.02);
    }
}

TEST(ShippedLists, CarbonDioxideBandSumsToItsMoment) {
    auto const lines = read_all(ParSource({inputs / "co2.par"}));
    EXPECT_EQ(lines.size(), 61u);
    double sum = 0;
    for (double const s : lines.log_strength)
        sum += std::exp(s);
    // The band 00011-00001 of 16O12C16O has about 9.1e-17 cm/molecule in HITRAN.
    EXPECT_NEAR(sum / 9.1e-17, 1, 0.03);
}

// Every list comes with the partition sums that it needs.
TEST(ShippedLists, ComeToOtherTemperatures) {
    for (auto const* list : {"co.par", "co2.par"}) {
        auto const lines = read_all(ParSource({inputs / list}));
        std::vector<std::unique_ptr<PartitionSum>> q;
        std::vector<IsotopologueUse> uses;
        for (auto const& one : lines.isotopologues) {
            q.push_back(read_partition_sum(inputs / "levels.txt", one));
            uses.push_back({one.terrestrial_abundance, q.back().get()});
        }
        LinePreparation const preparation(lines, uses, {"air", "self"});
        double strength[2] = {};
        for (int k = 0; k < 2; ++k) {
            auto const layer = preparation.at({k ? 735.0 : 150.0, 1, {0.5, 0.5}}).lines;
            for (std::size_t i = 0; i < layer.size(); ++i) {
                EXPECT_TRUE(layer.lorentz_half_width[i] > 0.01 && layer.lorentz_half_width[i] < 0.3);
                strength[k] += layer.strength[i];
            }
        }
        EXPECT_LT(strength[1], strength[0]) << list;  // hot bands are not in the lists, or weaker
    }
}

}  // namespace
}  // namespace vespa::lbl
