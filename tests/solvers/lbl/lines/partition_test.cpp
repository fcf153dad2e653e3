#include <cmath>

#include "lbl/lines/constants.hpp"
#include "lbl/lines/partition/dunham.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;

std::filesystem::path const levels_file = VESPA_SOURCE_DIR "/inputs/lbl/levels.txt";

Isotopologue isotopologue(int molecule, int number) {
    return hitran_isotopologues()[*find_isotopologue(molecule, number)];
}

// Lagrange's polynomial through four nodes has any cubic exactly, and its slope.
TEST(PartitionTable, HasCubicsExactly) {
    auto const q = [](double t) { return 3 + 0.2 * t + 1e-3 * t * t + 1e-6 * t * t * t; };
    auto const slope = [](double t) { return 0.2 + 2e-3 * t + 3e-6 * t * t; };
    std::vector<double> t{1, 10, 20, 30, 50, 80, 130, 200}, values;
    for (double const each : t)
        values.push_back(q(each));
    PartitionTable const table("here", t, values);
    for (double const at : {10.0, 13.7, 20.0, 49.0, 75.0, 111.0, 129.0}) {
        EXPECT_NEAR(table.value(at) / q(at), 1, 1e-14) << at;
        EXPECT_NEAR(table.slope_of_logarithm(at) / (slope(at) / q(at)), 1, 1e-12) << at;
    }
    EXPECT_EQ(table.value(1), q(1));
    EXPECT_EQ(table.value(200), q(200));
}

TEST(PartitionTable, NeverExtrapolates) {
    PartitionTable const table("q.txt", {10, 20, 30, 40}, {1, 2, 3, 4});
    EXPECT_EQ(bad_input_of([&] { table.value(9.99); }),
              "q.txt: temperature 9.99 K is outside the partition sum; allowed: 10 to 40 K");
    EXPECT_NE(bad_input_of([&] { table.slope_of_logarithm(41); }), "no error");
    EXPECT_NE(bad_input_of([&] { table.value(std::nan("")); }), "no error");
    EXPECT_NE(bad_input_of([] { PartitionTable("q", {10, 20, 20, 40}, {1, 2, 3, 4}); }), "no error");
    EXPECT_NE(bad_input_of([] { PartitionTable("q", {10, 20, 30, 40}, {1, 2, 0, 4}); }), "no error");
    EXPECT_NE(bad_input_of([] { PartitionTable("q", {10, 20, 30}, {1, 2, 3}); }), "no error");
}

// A rigid rotor: Q = kT/hcB + 1/3 + hcB/15kT + ... (Mulholland 1928).
TEST(LevelSum, IsMulhollandsForARotor) {
    Levels levels;
    for (int j = 0; j < 300; ++j) {
        levels.energy.push_back(2.0 * j * (j + 1));
        levels.weight.push_back(2 * j + 1);
    }
    LevelSum const sum("rotor", levels, 1, 3000);
    for (double const t : {100.0, 300.0, 1000.0}) {
        double const x = second_radiation_constant * 2.0 / t;
        EXPECT_NEAR(sum.value(t) / (1 / x + 1 / 3.0 + x / 15 + 4 * x * x / 315), 1, 1e-8);
        double const h = 1e-3 * t;
        double const difference = (std::log(sum.value(t + h)) - std::log(sum.value(t - h))) / (2 * h);
        EXPECT_NEAR(sum.slope_of_logarithm(t) / difference, 1, 1e-5);
    }
}

// Positions of Guelachvili et al. 1983 and of the note's constants of HCl.
TEST(Dunham, GivesTheLinesOfCarbonMonoxideAndHydrogenChloride) {
    auto const blocks = read_levels(levels_file);
    ASSERT_EQ(blocks.size(), 6u);
    auto const line = [&](std::size_t block, int v, int j_upper, int j_lower) {
        return dunham_energy(blocks[block], v, j_upper) - dunham_energy(blocks[block], 0, j_lower);
    };
    EXPECT_NEAR(dunham_energy(blocks[0], 0, 0), 1081.5858691696, 1e-9);
    EXPECT_NEAR(line(0, 1, 1, 0), 2147.0814890453, 1e-9);
    EXPECT_NEAR(line(0, 1, 0, 1), 2139.4264281454, 1e-9);
    EXPECT_NEAR(line(0, 2, 1, 0), 4263.8378864531, 1e-9);
    EXPECT_NEAR(line(4, 1, 1, 0), 2906.2486, 5e-5);
    EXPECT_NEAR(line(4, 1, 0, 1), 2865.0990, 5e-5);
    EXPECT_NEAR(line(4, 1, 4, 3), 2963.2946, 5e-5);
}

// TIPS-2025 (Gamache et al. 2025): Q of 12C16O and of the other carbon monoxides and H35Cl at 296 K.
TEST(Dunham, SumsToTips) {
    auto const q = [](int molecule, int number, double t) {
        return read_partition_sum(levels_file, isotopologue(molecule, number))->value(t);
    };
    for (auto const& [t, expected] : {std::pair{70.0, 25.646540},
                                      {150.0, 54.581480},
                                      {296.0, 107.420507},
                                      {500.0, 181.687500},
                                      {735.0, 270.620513},
                                      {1500.0, 625.634100}})
        EXPECT_NEAR(q(5, 1, t) / expected, 1, 5e-7) << t;
    EXPECT_NEAR(q(15, 1, 296) / 160.6544, 1, 7e-6);
    EXPECT_NEAR(q(2, 1, 296) / 286.0939, 1, 1e-6);
    EXPECT_NE(bad_input_of([&] { q(5, 1, 3001); }).find("1 to 3000 K"), std::string::npos);
    EXPECT_NE(bad_input_of([&] { q(2, 2, 296); }).find("no levels of CO2"), std::string::npos);
}

TEST(PartitionFiles, AreReadByWhatTheyAre) {
    auto const path = testing::write_scratch("q.txt", "# T Q\n10 1.0\n 20\t2.0 \r\n30 3.0 remark\n40 4.0\n");
    EXPECT_NEAR(read_partition_sum(path, isotopologue(2, 1))->value(25), 2.5, 1e-14);
    auto const states = testing::write_scratch("x.states", "1 0.0 1 0\n2 4.0 3 1\n3 12.0 5 2 + v\n");
    auto const sum = read_partition_sum(states, isotopologue(2, 1));
    double const x = second_radiation_constant;
    EXPECT_NEAR(sum->value(1), 1 + 3 * std::exp(-4 * x) + 5 * std::exp(-12 * x), 1e-14);
}

TEST(PartitionFiles, OfAnotherIsotopologueAreRefused) {
    auto const path = testing::write_scratch("q.txt", "100 200\n200 400\n300 600\n400 800\n");
    auto const error = bad_input_of([&] { read_partition_sum(path, isotopologue(2, 1)); });
    EXPECT_NE(error.find("Q(296 K) = 592.000000 is not that of CO2 (12C)(16O)2; allowed: 286.0939"),
              std::string::npos)
        << error;
}

TEST(PartitionFiles, SayWhatIsWrong) {
    auto const error = [](std::string const& name, std::string const& text) {
        auto const path = testing::write_scratch(name, text);
        return bad_input_of([&] { read_partition_sum(path, isotopologue(5, 1)); });
    };
    EXPECT_NE(error("q.txt", "10 1\n20 x\n").find("q.txt:2: row \"20 x\""), std::string::npos);
    EXPECT_NE(error("q.txt", "10 1\n20 2\n15 3\n").find("q.txt:3: temperature \"15\""), std::string::npos);
    EXPECT_NE(error("q.txt", "").find("0 temperatures"), std::string::npos);
    EXPECT_NE(error("x.states", "1 0.0 1\n").find("x.states:1: a state of 3 columns"), std::string::npos);
    EXPECT_NE(error("x.states", "1 0.0 1 0\n1 1.0 1 0\n").find("x.states:2: state \"1\" appears twice"),
              std::string::npos);
    EXPECT_NE(error("x.states", "1999999999 0.0 1 0\n").find("number of a state"), std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nY 1 0 3\n").find("l.txt:2"), std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nisotopologue 5 1\nY 1 0 3\n").find("not complete"),
              std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nisotopologue 5 1\nY 1 0 x\n").find("l.txt:3: Y is \"x\""),
              std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nisotopologue 5 1\ncitation x\nQ 10 1\nQ 9 1\n").find("l.txt:5"),
              std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nisotopologue 5 1\ncitation x\nQ 10 1\n").find("not complete"),
              std::string::npos);
    EXPECT_NE(error("l.txt", "vespa-levels 1\nisotopologue 5 14\n").find("does not number"),
              std::string::npos);
}

}  // namespace
}  // namespace vespa::lbl
