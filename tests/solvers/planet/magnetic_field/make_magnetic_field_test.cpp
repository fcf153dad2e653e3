#include "planet/magnetic_field/make_magnetic_field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

using testing::Vector;

MagneticField make(std::vector<std::string> const& specifications, std::string const& body = "jupiter") {
    return make_magnetic_field(specifications, body_named(body), testing::shipped_models());
}

std::string refusal(std::vector<std::string> const& specifications, std::string const& body = "jupiter") {
    try {
        make(specifications, body);
        return "";
    } catch (BadInput const& error) {
        return error.what();
    }
}

TEST(MakeMagneticField, NothingIsNoField) {
    EXPECT_EQ(testing::field_at(make({}), {1e8, 0, 0}), (Vector{}));
}

TEST(MakeMagneticField, AUniformFieldIsInNanotesla) {
    Vector const b = testing::field_at(make({"uniform:x=1,z=-3"}), {1e8, 0, 0});
    EXPECT_DOUBLE_EQ(b[0], 1e-9);
    EXPECT_EQ(b[1], 0);
    EXPECT_DOUBLE_EQ(b[2], -3e-9);
}

TEST(MakeMagneticField, ADipolesMomentIsItsFieldAtTheEquator) {
    Vector const b =
        testing::field_at(make({"dipole:moment=-30000,z=100"}, "earth"), Vector{units::earth_radius, 0, 1e5});
    EXPECT_NEAR(b[2], 3e-5, 1e-18);
    EXPECT_NE(refusal({"dipole:moment=1"}, "none").find("radius"), std::string::npos);
    Vector const tilted = testing::field_at(
        make({"dipole:moment=1,tilt=90,longitude=90,radius=1000"}, "none"), Vector{0, 1e6, 0});
    EXPECT_NEAR(tilted[1], 2e-9, 1e-22);
}

TEST(MakeMagneticField, InternalFieldsHaveTheirRecommendedDegree) {
    Vector const at{1.1e8, 2e7, 3e7};
    EXPECT_EQ(testing::field_at(make({"jrm33"}), at), testing::field_at(make({"jrm33:degree=13"}), at));
    EXPECT_NE(testing::field_at(make({"jrm33"}), at), testing::field_at(make({"jrm33:degree=18"}), at));
    EXPECT_EQ(make({"jrm09"}).parts().multipoles.at(0).degree(), 10);
    EXPECT_EQ(make({"cassini11"}, "saturn").parts().multipoles.at(0).degree(), 11);
    EXPECT_EQ(make({"kivelson2002"}, "ganymede").parts().multipoles.at(0).degree(), 1);
    Vector const now = testing::field_at(make({"igrf14:epoch=2027.5"}, "earth"), {7e6, 0, 0});
    EXPECT_NE(now, testing::field_at(make({"igrf14"}, "earth"), {7e6, 0, 0}));
}

TEST(MakeMagneticField, AFileOfCoefficientsIsTaken) {
    std::string const path = testing::shipped_models() + "/jrm09.txt";
    Vector const at{1.1e8, 2e7, 3e7};
    EXPECT_EQ(testing::field_at(make({"file:path=" + path}), at), testing::field_at(make({"jrm09"}), at));
}

TEST(MakeMagneticField, Con2020AgreesWithPublishedCodes) {
    // Edwards' form with the radial current at (5, 0, 0) R_J, as libcon2020 gives it.
    Vector const at{5 * units::jupiter_radius, 0, 0};
    Vector const expected{-20.3889726217591, 9.45486728147374, 111.97366486004039};
    Vector const b = testing::field_at(make({"con2020:form=edwards"}), at);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(b[i] * 1e9, expected[i], 1e-12);
    // Exact at (5.9, 0, 0) R_J.
    Vector const exact{-23.318533715075226, 9.838251529599937, 117.68495178309111};
    Vector const e = testing::field_at(make({"con2020"}), Vector{5.9 * units::jupiter_radius, 0, 0});
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(e[i] * 1e9, exact[i], 1e-9);
    // The same disc in kilometres, on another body.
    Vector const d = testing::field_at(make({"disc:strength=139.6,inner=557637.6,outer=3674688.8,half_"
                                             "thickness=257371.2,tilt=9.3,longitude=155.8,"
                                             "radial_current=16.7"},
                                            "none"),
                                       Vector{5.9 * units::jupiter_radius, 0, 0});
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(d[i] * 1e9, exact[i], 2e-9);
}

TEST(MakeMagneticField, ModelsAddUp) {
    Vector const at{4e8, 1e8, 5e7};
    Vector const both = testing::field_at(make({"jrm33", "con2020"}), at);
    Vector const a = testing::field_at(make({"jrm33"}), at), b = testing::field_at(make({"con2020"}), at);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(both[i], a[i] + b[i], 1e-20);
}

TEST(MakeMagneticField, EveryModelIsListedWithALine) {
    auto const models = magnetic_field_models();
    EXPECT_EQ(models.size(), 13u);
    for (auto const& model : models)
        EXPECT_GT(model.summary.size(), 15u) << model.name;
}

struct Bad {
    std::vector<std::string> specifications;
    std::string message;
    std::string body = "jupiter";
};

class BadMagneticField : public ::testing::TestWithParam<Bad> {};

TEST_P(BadMagneticField, IsRefused) {
    auto const& [specifications, message, body] = GetParam();
    EXPECT_NE(refusal(specifications, body).find(message), std::string::npos)
        << "\"" << refusal(specifications, body) << "\" lacks \"" << message << "\"";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadMagneticField,
    ::testing::Values(Bad{{"jrm34"}, "unknown magnetic field model \"jrm34\""}, Bad{{""}, ""},
                      Bad{{"jrm33:degree=31"}, "1 to 30"}, Bad{{"jrm33:degree=2.5"}, "degree is no integer"},
                      Bad{{"jrm33:degree=0"}, "1 to 30"}, Bad{{"jrm33:order=3"}, "order"},
                      Bad{{"jrm33:epoch=2020"}, "does not change with time"},
                      Bad{{"igrf14:epoch=2019"}, "2025.0 to 2030.0", "earth"},
                      Bad{{"jrm33"}, "the model belongs to jupiter, the body is saturn", "saturn"},
                      Bad{{"con2020"}, "the model belongs to jupiter", "earth"},
                      Bad{{"jrm33", "jrm09"}, "a second internal field"}, Bad{{"file"}, "no path"},
                      Bad{{"file:path=/nonexistent.txt"}, "/nonexistent.txt: cannot be opened"},
                      Bad{{"dipole"}, "moment"}, Bad{{"dipole:moment=nan"}, "moment"},
                      Bad{{"dipole:moment=1,tilt=181"}, "tilt"}, Bad{{"uniform:x=1e999"}, "x"},
                      Bad{{"axial:field=1,height=0"}, "height"},
                      Bad{{"con2020:form=best"}, "exact, edwards, can81"},
                      Bad{{"con2020:tolerance=0"}, "tolerance"}, Bad{{"con2020:outer_rj=7"}, "outer_rj"},
                      Bad{{"con2020:form=edwards,tolerance=1e-6"}, "tolerance"},
                      Bad{{"disc:strength=1,inner=1,outer=2"}, "half_thickness"}));

}  // namespace
}  // namespace vespa::planet
