#include "planet/body.hpp"

#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"

namespace vespa::planet {
namespace {

TEST(Body, JupiterIsTheEllipsoidOfTheIau) {
    auto const jupiter = body_named("jupiter");
    EXPECT_EQ(jupiter.name, "jupiter");
    EXPECT_EQ(jupiter.equatorial_radius_m, 71492e3);
    EXPECT_EQ(jupiter.polar_radius_m, 66854e3);
}

TEST(Body, EveryNamedBodyHasItsRadii) {
    auto const names = body_names();
    ASSERT_EQ(names.size(), 9u);
    for (auto const& name : names) {
        auto const body = body_named(name);
        EXPECT_EQ(body.name, name);
        if (name == "none") {
            EXPECT_EQ(body.equatorial_radius_m, 0);
            EXPECT_EQ(body.polar_radius_m, 0);
        } else {
            EXPECT_GT(body.polar_radius_m, 1e6) << name;
            EXPECT_LT(body.equatorial_radius_m, 1e9) << name;
            EXPECT_GE(body.equatorial_radius_m, body.polar_radius_m) << name;
            EXPECT_LT(body.equatorial_radius_m / body.polar_radius_m, 1.11)
                << name;  // Saturn is the flattest
        }
    }
}

TEST(Body, AnUnknownNameIsRefusedWithTheKnownOnes) {
    for (char const* name : {"pluto", "", "Jupiter", "jupiter "}) {
        try {
            (void)body_named(name);
            FAIL() << name;
        } catch (BadInput const& error) {
            EXPECT_STREQ(error.what(),
                         ("body: unknown body \"" + std::string(name) +
                          "\"; allowed: jupiter, saturn, earth, ganymede, europa, callisto, io, sun, none")
                             .c_str());
        }
    }
}

}  // namespace
}  // namespace vespa::planet
