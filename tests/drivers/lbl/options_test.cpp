// Compositions, views and grids as a user writes them.
#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"
#include "drivers/lbl/composition.hpp"
#include "drivers/lbl/line_options.hpp"
#include "drivers/lbl/views.hpp"

namespace {

using namespace vespa;
using namespace vespa::lbl_driver;

template <class Work>
std::string refusal(Work work) {
    try {
        work();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "none";
}

TEST(Composition, OfGasesAndFractions) {
    auto const composition = composition_from({"CO2=0.96", "N2=0.04"});
    EXPECT_EQ(composition.gases, (std::vector<std::string>{"CO2", "N2"}));
    EXPECT_EQ(composition.abundance, (std::vector{0.96, 0.04}));
    EXPECT_TRUE(composition_from({}).gases.empty());
    for (std::string const text :
         {"CO2", "CO2=", "CO2=x", "CO2=1.1", "CO2=-0.1", "CO2=nan", "CO2=0.1 ", "=0.1"})
        EXPECT_NE(refusal([&] { composition_from({text}); }), "none") << text;
    EXPECT_NE(refusal([] { composition_from({"CO=0.1", "CO=0.2"}); }).find("twice"), std::string::npos);
    EXPECT_NE(refusal([] {
                  composition_from({"CO=0.6", "N2=0.5"});
              }).find("sum up to 1.1"),
              std::string::npos);
}

TEST(Views, OneOrARowOfThem) {
    auto const views =
        views_from({"nadir", "zenith:angle=60", "limb:height=12.5", "occultation:from=0,to=1,step=0.1"});
    ASSERT_EQ(views.size(), 14U);
    EXPECT_EQ(views[0].name, "nadir");
    EXPECT_EQ(views[1].at, 60);
    EXPECT_EQ(views[2].at, 12500);
    EXPECT_EQ(views[13].kind, lbl::ViewKind::occultation);
    EXPECT_EQ(views[13].name, "occultation 1 km");
    for (std::string const text :
         {"above", "nadir:angle=90", "limb", "limb:height=x", "limb:from=0,to=10", "limb:from=5,to=0,step=1",
          "nadir:height=3", "occultation:from=0,to=1e5,step=1"})
        EXPECT_NE(refusal([&] { views_from({text}); }), "none") << text;
}

TEST(Grid, EndsOnItsLastPoint) {
    EXPECT_EQ(grid_from({.from = 2000, .to = 2300, .step = 0.01}).points, 30001);
    EXPECT_EQ(grid_from({.from = 800, .to = 1300, .step = 0.0005}).points, 1000001);
    EXPECT_EQ(grid_from({.from = 1, .to = 2, .step = 0.3}).points, 4);
    EXPECT_EQ(grid_from({.from = 5, .to = 5, .step = 1}).points, 1);
    EXPECT_NE(refusal([] { grid_from({.from = 5, .to = 4, .step = 1}); }), "none");
    EXPECT_NE(refusal([] { grid_from({.from = 5, .to = 5e5, .step = 1e-6}); }), "none");
}

TEST(Words, SayTheConvention) {
    EXPECT_EQ(words_for(lbl::Wings{}), "line-cut, 25 cm-1");
    EXPECT_EQ(words_for(lbl::Wings{.convention = lbl::WingConvention::unlimited}), "unlimited");
    EXPECT_EQ(words_for(lbl::Precision::fine), "fine");
}

}  // namespace
