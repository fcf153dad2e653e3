#include "lbl/lines/isotopologue.hpp"

#include <map>
#include <set>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

TEST(Isotopologues, AreNumberedOnceAndAbundancesFitIntoOne) {
    std::set<std::pair<int, int>> numbers;
    std::map<int, double> abundance;
    for (auto const& one : hitran_isotopologues()) {
        EXPECT_TRUE(numbers.insert({one.molecule_id, one.isotopologue_id}).second) << one.name;
        EXPECT_EQ(one.contained_abundance, one.terrestrial_abundance);
        EXPECT_GT(one.mass, 1);
        abundance[one.molecule_id] += one.terrestrial_abundance;
    }
    EXPECT_LE(hitran_isotopologues().size(), 256u);  // lines hold their place in a byte
    for (auto const& [molecule, sum] : abundance)
        EXPECT_LE(sum, 1.000001)  // rounding of the table
            << molecule;
}

TEST(Isotopologues, AreFound) {
    auto const place = find_isotopologue(2, 3);
    ASSERT_TRUE(place);
    EXPECT_EQ(hitran_isotopologues()[*place].name, "(16O)(12C)(18O)");
    EXPECT_EQ(find_isotopologue("CO2", "(16O)(12C)(18O)"), place);
    EXPECT_FALSE(find_isotopologue(2, 14));
    EXPECT_FALSE(find_isotopologue(2, 99));
    EXPECT_FALSE(find_isotopologue(-1, 1));
    EXPECT_FALSE(find_isotopologue(99, 1));
    EXPECT_EQ(molecule_id_of("PH3", "here"), 28);
    EXPECT_EQ(testing::bad_input_of([] { molecule_id_of("XX", "--gas"); }).find("--gas: molecule \"XX\""),
              0u);
}

// The masses are those of the atoms (AME 2016), of a few that are easily added up.
TEST(Isotopologues, MassesAreThoseOfTheAtoms) {
    auto const mass = [](int m, int i) { return hitran_isotopologues()[*find_isotopologue(m, i)].mass; };
    EXPECT_NEAR(mass(5, 1), 12 + 15.99491462, 1e-5);
    EXPECT_NEAR(mass(2, 2), 13.00335484 + 2 * 15.99491462, 1e-5);
    EXPECT_NEAR(mass(15, 1), 1.00782503 + 34.96885268, 1e-4);
    EXPECT_NEAR(mass(28, 1), 30.97376200 + 3 * 1.00782503, 1e-4);
}

}  // namespace
}  // namespace vespa::lbl
