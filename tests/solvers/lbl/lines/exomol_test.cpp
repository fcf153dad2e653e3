#include "lbl/lines/catalogue/exomol_source.hpp"

#include <cmath>

#include "lbl/lines/catalogue/open_source.hpp"
#include "lbl/lines/constants.hpp"
#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::bad_input_of;
using testing::write_scratch;

ExomolFiles made_files(
    std::string const& transitions = "2\t1\t10.5\t 1  1000.25\n3 2 21 \n",
    std::string const& states = " 1  0.000000 1 0\n 2 1000.5 3 1 Inf 0.1\n 3 3000.25 5 2\n") {
    ExomolFiles files;
    files.states = write_scratch("x.states", states);
    files.transitions = {write_scratch("x.trans", transitions)};
    files.isotopologue.molecule = "CaH";
    files.isotopologue.name = "(40Ca)(1H)";
    files.isotopologue.mass = 40.97;
    files.partition_sum_296 = 20;
    return files;
}

TEST(Exomol, MakesIntensitiesOfEinsteinCoefficients) {
    auto files = made_files();
    EXPECT_EQ(read_all(ExomolSource(files)).position, (std::vector<double>{1000.25, 1999.75}));
    files.positions_of_states = true;
    auto const lines = read_all(ExomolSource(files));
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines.position, (std::vector<double>{1000.5, 1999.75}));
    auto const strength = [&](double nu, double g, double a, double lower) {
        double const c2 = second_radiation_constant;
        return g * a * std::exp(-c2 * lower / 296) * (1 - std::exp(-c2 * nu / 296)) /
               (8 * units::pi * speed_of_light_cm * nu * nu * 20);
    };
    EXPECT_NEAR(std::exp(lines.log_strength[0]) / strength(1000.5, 3, 10.5, 0), 1, 2e-7);
    EXPECT_NEAR(std::exp(lines.log_strength[1]) / strength(1999.75, 5, 21, 1000.5), 1, 2e-7);
    EXPECT_EQ(lines.isotopologues.at(0).contained_abundance, 1);
    EXPECT_EQ(lines.profiles.columns, (std::vector<std::string>{"gamma_default", "n_default"}));
    EXPECT_NEAR(lines.profiles.values[0][0], 0.07 * 1.01325, 1e-15);
}

// Widths are per bar; by both J before by the lower one; else the usual ones.
TEST(Exomol, FindsWidthsByRotation) {
    auto files = made_files();
    files.broadening["h2"] = write_scratch(
        "x.broad", "a0 0.0772 0.671       1\na1\t0.1 0.5 1 2\na5 0.2 0.5 1 0 0\n a0 0.05 0.4 0.5\n");
    auto const broadening = ExomolBroadening::read(files.broadening["h2"]);
    Width const usual{1, 2};
    EXPECT_NEAR(broadening.of(1, 0, usual).gamma, 0.0772 * 1.01325, 1e-15);
    EXPECT_EQ(broadening.of(1, 0, usual).exponent, 0.671);
    EXPECT_NEAR(broadening.of(1, 2, usual).gamma, 0.101325, 1e-15);
    EXPECT_EQ(broadening.of(0.5, 1.5, usual).exponent, 0.4);
    EXPECT_EQ(broadening.of(7, 8, usual).gamma, 1);
    auto const lines = read_all(ExomolSource(files));
    EXPECT_EQ(lines.profiles.columns, (std::vector<std::string>{"gamma_h2", "n_h2"}));
    EXPECT_NEAR(lines.profiles.values[0][lines.profile[0]], 0.07 * 1.01325, 1e-15);  // J'' = 0 is not listed
    EXPECT_NEAR(lines.profiles.values[0][lines.profile[1]], 0.101325, 1e-15);
}

TEST(Exomol, ReadsWhatDefSays) {
    auto const path =
        write_scratch("x.def",
                      "EXOMOL.def # ID\n(12C)(16O) # IsoFormula\n 27.99 0.46e-25 # Isotopologue mass "
                      "(Da) and (kg)\n0.0700 # Default value of Lorentzian half-width for all lines\n"
                      "0.500 # Default value of temperature exponent for all lines\n");
    auto const definition = read_exomol_definition(path);
    EXPECT_EQ(definition.formula, "(12C)(16O)");
    EXPECT_EQ(definition.mass, 27.99);
    EXPECT_NEAR(definition.usual.gamma, 0.07 * 1.01325, 1e-15);
    EXPECT_EQ(definition.usual.exponent, 0.5);
    EXPECT_NE(bad_input_of([] { read_exomol_definition(write_scratch("y.def", "1 # ID\n")); }), "no error");
}

TEST(Exomol, SaysWhatIsWrong) {
    auto const error = [](ExomolFiles const& files) {
        return bad_input_of([&] { read_all(ExomolSource(files)); });
    };
    EXPECT_NE(error(made_files("2 1 1.0\n4 1 1.0\n")).find("x.trans:2: upper state is \"4\""),
              std::string::npos);
    EXPECT_NE(error(made_files("2 0 1.0\n")).find("x.trans:1: lower state is \"0\""), std::string::npos);
    EXPECT_NE(error(made_files("2 1\n")).find("x.trans:1: a transition of 2 columns"), std::string::npos);
    EXPECT_NE(error(made_files("2 1 -1\n")).find("Einstein coefficient is \"-1\""), std::string::npos);
    EXPECT_NE(error(made_files("2 1 1.0 900\n")).find("position is \"900\", the states differ by 1000.5"),
              std::string::npos);
    EXPECT_NE(error(made_files("1 2 1.0\n")).find("does not lie above"), std::string::npos);
    EXPECT_NE(error(made_files("2 1 1.0\n", "1 0 1\n")).find("x.states:1"), std::string::npos);
    auto files = made_files();
    files.partition_sum_296 = 0;
    EXPECT_NE(error(files).find("partition sum"), std::string::npos);
    files = made_files();
    files.isotopologue.mass = 0;
    EXPECT_NE(error(files).find("mass"), std::string::npos);
    files = made_files();
    files.broadening["h2"] = write_scratch("x.broad", "a0 x 0.5 1\n");
    EXPECT_NE(error(files).find("x.broad:1: half-width is \"x\""), std::string::npos);
    files.broadening["h2"] = write_scratch("x.broad", "a5 0.1 0.5 1 0\n");
    EXPECT_NE(error(files).find("no rows of code a0 or a1"), std::string::npos);
}

TEST(OpenSource, GoesByNames) {
    auto const par = write_scratch("a.par", testing::made_record() + "\n");
    EXPECT_EQ(read_all(*open_source({par})).size(), 1u);
    auto const error = [](std::vector<std::filesystem::path> const& paths) {
        return bad_input_of([&] { open_source(paths); });
    };
    EXPECT_NE(error({}), "no error");
    EXPECT_NE(error({par, "x.def"}).find("x.def: stands beside other files"), std::string::npos);
    EXPECT_NE(error({"/nowhere/x.header"}).find("/nowhere/x.header: cannot be opened"), std::string::npos);
    auto const definition =
        write_scratch("lonely.def",
                      "(40Ca)(1H) # IsoFormula\n40.97 # Isotopologue mass\n0.07 # Default value "
                      "of Lorentzian half-width\n0.5 # Default value of temperature exponent\n");
    EXPECT_NE(error({definition}).find("lonely.states: is not there, nor with .bz2"), std::string::npos);
}

}  // namespace
}  // namespace vespa::lbl
