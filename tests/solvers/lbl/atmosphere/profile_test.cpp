#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/molar_mass.hpp"
#include "lbl/atmosphere/read_profile.hpp"

namespace vespa::lbl {
namespace {

using Reader = std::function<Profile(std::istream&, std::string const&)>;

Profile read(Reader const& reader, std::string const& text) {
    std::istringstream stream(text);
    return reader(stream, "air.txt");
}

std::string complaint(Reader const& reader, std::string const& text) {
    try {
        read(reader, text);
    } catch (BadInput const& error) {
        return error.what();
    }
    return "none";
}

#define EXPECT_COMPLAINT(reader, text, part) \
    EXPECT_NE(complaint(reader, text).find(part), std::string::npos) << complaint(reader, text)

TEST(ProfileTable, UnitsOrderAndColumns) {
    auto const profile =
        read(read_profile_table,
             "# made up\nvespa-profile 1\nmolar_mass 44\ncolumns height:km temperature:K CO2:% "
             "pressure:mbar N2:ppmv\n10 200 96 1e1 3e4\n0 300 95 1e3 35000\n");
    ASSERT_EQ(profile.levels(), 2U);
    EXPECT_DOUBLE_EQ(profile.pressure[0], 1e5);  // the lowest first, though the file has it last
    EXPECT_DOUBLE_EQ(profile.pressure[1], 1e3);
    EXPECT_DOUBLE_EQ(profile.height[1], 1e4);
    EXPECT_DOUBLE_EQ(profile.temperature[0], 300);
    EXPECT_DOUBLE_EQ(find_gas(profile, "CO2")->abundance[1], 0.96);
    EXPECT_DOUBLE_EQ(find_gas(profile, "N2")->abundance[0], 0.035);
    EXPECT_EQ(find_gas(profile, "He"), nullptr);
    EXPECT_DOUBLE_EQ(profile.molar_mass, 44);
}

TEST(ProfileTable, SaysWhatIsWrongAndWhere) {
    auto const with = [](std::string const& rows) {
        return "vespa-profile 1\ncolumns pressure:Pa temperature:K H2O:1\n" + rows;
    };
    auto const& table = read_profile_table;
    EXPECT_COMPLAINT(table, "", "air.txt: the file ends after line 0");
    EXPECT_COMPLAINT(table, "profile 1\n", "air.txt:1: not a profile; allowed: first line 'vespa-profile 1'");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure\n", "name:unit");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure:psi temperature:K\n", "allowed: Pa, hPa");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure:Pa temperature:C\n",
                     "unit 'C' of temperature");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure:Pa pressure:Pa\n", "twice");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure:Pa\n", "no column of temperature");
    EXPECT_COMPLAINT(table, "vespa-profile 1\nmass 3\n", "air.txt:2: 'mass'");
    EXPECT_COMPLAINT(table, with("2 300 0\n"), "1 levels; allowed: at least 2");
    EXPECT_COMPLAINT(table, with("2 300\n1 200\n"), "air.txt:3: a row of 2 numbers; allowed: 3");
    EXPECT_COMPLAINT(table, with("2 300 0\n1 20O 0\n"), "air.txt:4: temperature is '20O'; allowed: a number");
    EXPECT_COMPLAINT(table, with("2 300 0\n1 -3 0\n"), "air.txt:4: temperature -3 K");
    EXPECT_COMPLAINT(table, with("2 300 nan\n1 200 0\n"), "'nan'");
    EXPECT_COMPLAINT(table, with("3 300 0\n1 200 0\n# \n2 200 0\n"), "air.txt:6: pressure 2 Pa follows 1 Pa");
    EXPECT_COMPLAINT(table, with("2 300 1.2\n1 200 0\n"),
                     "air.txt:3: mole fraction of H2O 1.2; allowed: 0 to 1");
    EXPECT_COMPLAINT(table, with("2 300 -1e-9\n1 200 0\n"), "mole fraction of H2O -1e-09");
    EXPECT_COMPLAINT(table, with("0 300 0\n1 200 0\n"), "pressure 0 Pa");
    EXPECT_COMPLAINT(
        table, "vespa-profile 1\ncolumns pressure:Pa temperature:K H2O:1 N2:1\n2 300 .5 .5\n1 200 .5 .6\n",
        "air.txt:4: mole fractions sum up to 1.1");
    EXPECT_COMPLAINT(table, "vespa-profile 1\ncolumns pressure:Pa temperature:K height:m\n2 300 5\n1 200 5\n",
                     "height 5 m follows 5 m");
}

char const rfm[] =
    "! a comment\n 3 ! levels\n*HGT [km]\n 0 1\n 2\n*PRE [mb]\n1000, 900, 800\n*TEM [K]\n300 290 280\n"
    "*HE [ppmv]\n1 2 3\n*END\n";

TEST(RfmProfile, SectionsOfFreeFormat) {
    std::string text = rfm;
    text.replace(text.find(" ! levels"), 9, "");
    auto const profile = read(read_rfm_profile, text);
    ASSERT_EQ(profile.levels(), 3U);
    EXPECT_DOUBLE_EQ(profile.height[2], 2000);
    EXPECT_DOUBLE_EQ(profile.pressure[1], 9e4);
    EXPECT_DOUBLE_EQ(find_gas(profile, "He")->abundance[2], 3e-6);

    auto const changed = [&](std::string const& from, std::string const& to) {
        std::string other = text;
        return other.replace(other.find(from), from.size(), to);
    };
    EXPECT_COMPLAINT(read_rfm_profile, changed("*END\n", ""), "'*END' after the last section");
    EXPECT_COMPLAINT(read_rfm_profile, changed("[mb]", "[psi]"), "unit 'psi' of *PRE");
    EXPECT_COMPLAINT(read_rfm_profile, changed("300 290 280", "300 290"), "2 numbers of *TEM; allowed: 3");
    EXPECT_COMPLAINT(read_rfm_profile, changed("300 290 280", "300 290 280 270"),
                     "4 numbers of *TEM; allowed: 3");
    EXPECT_COMPLAINT(read_rfm_profile, changed("*HGT [km]", "*TEM [K]"), "*TEM appears twice");
    EXPECT_COMPLAINT(read_rfm_profile, changed("*HE [ppmv]", "*PRE [Pa]"), "*PRE appears twice");
    EXPECT_COMPLAINT(read_rfm_profile, changed(" 3", " x"), "number of levels is 'x'");
}

TEST(AfglProfile, EachColumnHasItsOwnUnit) {
    std::string const text =
        "#where: somewhere\n#what:  z pressure temp density H2O O2\n#units: km g/(cm.s^2) K cm-3 ppV ppm\n"
        " 0 1.013D+06 299.7 2e19 2.593E-02 2.09E+05\n 1 9.04E+05 293.7 2e19 1.949E-02 2.09E+05\n";
    auto const profile = read(read_afgl_profile, text);
    EXPECT_DOUBLE_EQ(profile.pressure[0], 1.013e5);
    EXPECT_DOUBLE_EQ(find_gas(profile, "H2O")->abundance[0], 2.593e-2);
    EXPECT_DOUBLE_EQ(find_gas(profile, "O2")->abundance[1], 0.209);
    EXPECT_EQ(profile.gases.size(), 2U);
    EXPECT_COMPLAINT(read_afgl_profile, "#what: z p\n#units: km\n", "1 units; allowed: 2");
    EXPECT_COMPLAINT(read_afgl_profile, "#what: z p\n", "ends before '#units:'");
    EXPECT_COMPLAINT(read_afgl_profile, "#units: z p\n", "'#units:' before '#what:'");
    EXPECT_COMPLAINT(read_afgl_profile, "#what z p\n", "no colon");
}

TEST(NemesisProfile, AtmospheresKilometresAndRadtranNumbers) {
    std::string const text =
        "# note\n 0\n 1\n 6 0.0 2 3 27.8\n 22 0\n 36 0\n 6 2\n height press temp\n 0 1.5 94 .95 1e-6 .01\n "
        "10 1 90 "
        ".95 1e-6 .01\n";
    auto const profile = read(read_nemesis_profile, text);
    EXPECT_DOUBLE_EQ(profile.pressure[0], 1.5 * 101325);
    EXPECT_DOUBLE_EQ(profile.height[1], 1e4);
    EXPECT_EQ(profile.gases[1].name, "H2S");  // not HITRAN's 36, NO+
    EXPECT_EQ(profile.gases[2].isotopologue, 2);
    EXPECT_EQ(find_gas(profile, "CH4"), nullptr);  // only of the second isotopologue
    EXPECT_DOUBLE_EQ(profile.molar_mass, 27.8);
    EXPECT_COMPLAINT(read_nemesis_profile, "3\n", "AMFORM is '3'");
    EXPECT_COMPLAINT(read_nemesis_profile, "0\n1\n6 0 2 3\n", "molar mass (AMFORM 0)");
    EXPECT_COMPLAINT(read_nemesis_profile, text.substr(0, text.find(" 10 1 90")),
                     "the file ends after line 9");
}

TEST(MolarMass, OfFormulasAndMixtures) {
    EXPECT_NEAR(*molar_mass_of("C2H6"), 30.070, 1e-9);
    EXPECT_NEAR(*molar_mass_of("CO2"), 44.009, 1e-9);
    EXPECT_NEAR(*molar_mass_of("He"), 4.0026, 1e-9);
    EXPECT_FALSE(molar_mass_of("radtran_59"));
    EXPECT_FALSE(molar_mass_of("X2"));
    EXPECT_FALSE(molar_mass_of(""));
    Profile profile{
        {2, 1}, {3, 3}, {}, {{"H2", 0, {.8, .9}}, {"He", 0, {.2, 0.01}}, {"radtran_9", 0, {0, .05}}}, 0};
    auto const masses = mean_molar_mass(profile, "here");
    EXPECT_NEAR(masses[0], 0.8 * 2.016 + 0.2 * 4.0026, 1e-12);
    EXPECT_NEAR(masses[1], (0.9 * 2.016 + 0.01 * 4.0026) / 0.91, 1e-12);
    profile.gases[0].abundance[0] = 0.5;
    EXPECT_THROW(mean_molar_mass(profile, "here"), BadInput);
    profile.molar_mass = 2.3;
    EXPECT_EQ(mean_molar_mass(profile, "here")[1], 2.3);
}

}  // namespace
}  // namespace vespa::lbl
