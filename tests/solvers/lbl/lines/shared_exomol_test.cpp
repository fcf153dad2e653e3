// The ExoMol samples and HAPI tables of the shared data, and a published spectrum made of one.
#include <cmath>

#include "lbl/lines/catalogue/exomol_source.hpp"
#include "lbl/lines/catalogue/hapi_source.hpp"
#include "lbl/lines/catalogue/open_source.hpp"
#include "lbl/lines/layer/preparation.hpp"
#include "lbl/lines/partition/read_partition_sum.hpp"
#include "line_tools.hpp"
#include "plain_voigt.hpp"

namespace vespa::lbl {
namespace {

using testing::shared_data;

class SharedExomol : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(folder))
            GTEST_SKIP() << folder << " is not there: set VESPA_SHARED_DATA";
    }
    ExomolFiles sample() const {
        ExomolFiles files;
        files.states = folder / "12C-16O__SAMPLE.states.bz2";
        files.transitions = {folder / "12C-16O__SAMPLE.trans.bz2"};
        files.broadening = {{"h2", folder / "12C-16O__H2.broad"}, {"he", folder / "12C-16O__He.broad"}};
        auto const definition = read_exomol_definition(folder / "12C-16O__SAMPLE.def");
        files.usual = definition.usual;
        files.isotopologue = hitran_isotopologues()[*find_isotopologue(5, 1)];
        files.isotopologue.mass = definition.mass;
        files.partition_sum_296 =
            read_partition_sum(folder / "12C-16O__SAMPLE.pf", files.isotopologue)->value(296);
        return files;
    }
    std::filesystem::path const folder = shared_data() / "exomol/CO_12C-16O_SAMPLE";
};

/// The largest error against a published spectrum, a point in ten of its 20,000.
double worst_against(std::filesystem::path const& published, LayerLines const& lines) {
    std::ifstream file(published);
    double worst = 0, nu = 0, expected = 0;
    int points = 0;
    for (char comma = 0; file >> nu >> comma >> expected; ++points) {
        if (points % 10 != 0) continue;
        double sum = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            double const alpha = lines.doppler_width[i];
            sum += lines.strength[i] / (alpha * std::sqrt(M_PI)) *
                   testing::plain_voigt((nu - lines.centre[i]) / alpha, lines.lorentz_half_width[i] / alpha);
        }
        worst = std::max(worst, std::abs(sum / expected - 1));
    }
    EXPECT_EQ(points, 20000);
    return worst;
}

// ExoJAX's published spectrum of this list (1200 K, 1 bar, H2, lines and points of 4329 ... 4363 cm-1, no
// cut).
TEST_F(SharedExomol, GivesThePublishedSpectrum) {
    auto const list = read_all(ExomolSource(sample()));
    EXPECT_EQ(list.size(), 259u);
    auto const q = read_partition_sum(folder / "12C-16O__SAMPLE.pf", list.isotopologues[0]);
    LayerState const state{1200, 1 / 1.01325, {1, 0}};
    auto const lines = LinePreparation(list, {{1, q.get()}}, {"h2", "he"}).at(state).lines;
    EXPECT_LT(worst_against(shared_data() / "refspec/exojax_lpf_test_ref.txt", lines), 1e-5);
}

TEST_F(SharedExomol, SumsAllStatesOfCalciumHydride) {
    auto const states = shared_data() / "exomol/40Ca-1H__Yadin.states";
    ExomolFiles files;
    files.states = states;
    files.transitions = {shared_data() / "exomol/40Ca-1H__Yadin.trans"};
    files.isotopologue.molecule = "CaH";
    files.isotopologue.mass = 40.97;
    auto const q = read_partition_sum(states, files.isotopologue);
    files.partition_sum_296 = q->value(296);
    auto const lines = read_all(ExomolSource(files));
    EXPECT_EQ(lines.size(), 26980u);
    // CaH: B near 4.2 cm-1, four states of spin: Q is about 4 kT / hcB, and more by vibration.
    EXPECT_NEAR(q->value(296) / (4 * 296 / 1.4388 / 4.2), 1, 0.05);
}

TEST_F(SharedExomol, TablesOfHapiAreReadToTheLastRecord) {
    auto const plain = read_all(HapiSource(shared_data() / "lines/05_CO-1_full_with_H2_He_broadening.data"));
    EXPECT_EQ(plain.size(), 1344u);
    EXPECT_EQ(broadeners_of(plain.profiles), (std::vector<std::string>{"air", "self", "h2", "he"}));
    auto const rich = read_all(HapiSource(shared_data() / "lines/05_CO_CO2_6200-6500_HT_SDV_LM.header"));
    EXPECT_EQ(rich.size(), 6857u);
    EXPECT_EQ(broadeners_of(rich.profiles),
              (std::vector<std::string>{"air", "self", "h2", "co2", "he", "h2o"}));
    auto const column = rich.profiles.find("y_air");
    ASSERT_TRUE(column);
    int given = 0;
    for (auto const set : rich.profile)
        given += !std::isnan(rich.profiles.values[*column][set]);
    EXPECT_EQ(given, 6857);
}

TEST_F(SharedExomol, AreFoundByTheirNames) {
    auto const by_name = open_source({folder / "12C-16O__SAMPLE.def"});
    auto const lines = read_all(*by_name), expected = read_all(ExomolSource(sample()));
    EXPECT_EQ(lines.position, expected.position);
    EXPECT_EQ(lines.profiles.columns, expected.profiles.columns);
    EXPECT_EQ(by_name->files().size(), 4u);
    auto const water = shared_data() / "exomol/H2O_1H2-16O_SAMPLE/1H2-16O__SAMPLE.def";
    EXPECT_EQ(read_all(*open_source({water})).size(), 197u);
    auto const table = shared_data() / "lines/05_CO-1_full_with_H2_He_broadening.data";
    EXPECT_EQ(read_all(*open_source({table})).size(), 1344u);
    EXPECT_NE(testing::bad_input_of([&] {
                  open_source({table, water});
              }).find("stands beside other files"),
              std::string::npos);
}

}  // namespace
}  // namespace vespa::lbl
