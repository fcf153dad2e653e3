#include "planet/plasma/make_plasma.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include <variant>

#include "core/errors/bad_input.hpp"

namespace vespa::planet {
namespace {

std::string message(std::vector<std::string> const& specifications, char const* body = "jupiter") {
    try {
        (void)make_plasma(specifications, body_named(body));
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

void expect_said(std::string const& specification, std::string const& part, char const* body = "jupiter") {
    auto const said = message({specification}, body);
    EXPECT_NE(said.find(part), std::string::npos) << specification << ": " << said;
}

TEST(MakePlasma, ModelsInTheirOrderAndNone) {
    EXPECT_TRUE(make_plasma({}, body_named("none")).models().empty());
    auto const plasma =
        make_plasma({"uniform:density=2", "io-torus", "jupiter-ionosphere"}, body_named("jupiter"));
    ASSERT_EQ(plasma.models().size(), 3u);
    EXPECT_EQ(std::get<UniformDensity>(plasma.models()[0]).density, 2e6);
    EXPECT_TRUE(std::holds_alternative<IoTorus>(plasma.models()[1]));
    EXPECT_TRUE(std::holds_alternative<ChapmanLayer>(plasma.models()[2]));
    EXPECT_EQ(make_plasma({"corona:model=parker"}, body_named("sun")).models().size(), 2u);
}

TEST(MakePlasma, AnUnknownModelIsRefusedWithTheKnownOnes) {
    EXPECT_EQ(
        message({"io_torus"}),
        "plasma \"io_torus\": unknown plasma model \"io_torus\"; allowed: grid, uniform, linear, parabolic, "
        "quasi-parabolic, chapman, "
        "exponential, step, power, corona, jupiter-ionosphere, moon-ionosphere, io-torus, "
        "divine-garrett, saturn-disc, "
        "dipole-aligned, diffusive-equilibrium");
    for (auto const& model : plasma_models())
        EXPECT_FALSE(model.summary.empty()) << model.name;
    EXPECT_EQ(plasma_models().size(), 17u);
}

TEST(MakePlasma, AGridIsTakenFromThoseLoadedBefore) {
    std::string const text = "grid:path=density.h5,floor=1e-3";
    auto const requests = density_grids_in({"uniform:density=1", text, text}, body_named("jupiter"));
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].path, "density.h5");
    EXPECT_EQ(requests[0].variable, "electron_density");
    EXPECT_DOUBLE_EQ(requests[0].floor_m3, 1e3);
    GridAxis const axis{-1, 0.5, 5};
    LoadedDensities loaded;
    loaded[text].density =
        fit_density({GridFrame::cartesian, {axis, axis, axis}}, std::vector<double>(125, 7.0));
    auto const plasma = make_plasma({text, "uniform:density=1"}, body_named("jupiter"), loaded);
    std::vector<double> const at{0.3};
    std::vector<double> density(1);
    plasma.density(at, at, at, density);
    EXPECT_NEAR(density[0], 1e6 + 7, 1e-8);
    EXPECT_THROW(make_plasma({text}, body_named("jupiter")), std::logic_error);
}

TEST(MakePlasma, AModelOfAnotherBodyIsRefused) {
    EXPECT_EQ(message({"io-torus"}, "saturn"),
              "plasma \"io-torus\": the model does not belong to the body \"saturn\"; allowed: jupiter");
    for (char const* model :
         {"jupiter-ionosphere", "divine-garrett", "saturn-disc", "corona", "diffusive-equilibrium"}) {
        expect_said(model, "the model does not belong to the body \"none\"", "none");
    }
    expect_said("moon-ionosphere", "no moon is named");
    expect_said("moon-ionosphere:moon=titan",
                "moon = \"titan\" is not known; allowed: ganymede, europa, callisto, io");
    expect_said("moon-ionosphere:moon=io", "no value for \"density\"; allowed: >= 0 cm-3");
    expect_said("dipole-aligned:density=1", "no radius for L", "none");
    expect_said("exponential:geometry=ellipsoid,density=1,scale_height=2", "an ellipsoid of radius 0",
                "none");
}

TEST(MakePlasma, AnUnknownKeyIsRefusedWithTheKnownOnes) {
    EXPECT_EQ(message({"uniform:density=1,densty=2"}),
              "plasma \"uniform:density=1,densty=2\": unknown key \"densty\"; allowed: density");
    // keys of another geometry are unknown too
    expect_said("chapman:geometry=plane,radius=1,height=1,density=1,scale_height=1",
                "unknown key \"radius\"");
    expect_said("chapman:axis=x,height=1,density=1,scale_height=1", "unknown key \"axis\"");
    expect_said("io-torus:equator=flat,tilt_range=1", "unknown key \"tilt_range\"");
    expect_said("dipole-aligned:density=1,outer_share=0.5", "unknown key \"outer_share\"");
}

TEST(MakePlasma, ValuesOutOfRangeAreRefusedWithTheRange) {
    expect_said("uniform", "no value for \"density\"; allowed: >= 0 cm-3");
    expect_said("uniform:density=-1", "density = -1 is out of range; allowed: >= 0 cm-3");
    expect_said("uniform:density=nan", "density = \"nan\" is not a finite number; allowed: >= 0 cm-3");
    expect_said("chapman:height=1,density=1,scale_height=0",
                "scale_height = 0 is out of range; allowed: > 0 km");
    expect_said("exponential:density=1,scale_height=-5",
                "scale_height = -5 is out of range; allowed: > 0 km");
    expect_said("parabolic:height=1,density=1,half_thickness=-1",
                "half_thickness = -1 is out of range; allowed: > 0 km");
    expect_said("quasi-parabolic:peak_radius=10,density=1,half_thickness=20",
                "peak_radius = 10 is out of range; allowed: > 20 km");
    expect_said("step:height=1,density_below=1,density_above=-1,width=1",
                "density_above = -1 is out of range");
    expect_said("step:height=1,density_below=1,density_above=1,width=0",
                "width = 0 is out of range; allowed: > 0 km");
    expect_said("power:density=1,reference=1,exponent=9", "exponent = 9 is out of range; allowed: -40 to 8");
    expect_said("power:density=1,reference=1e6,exponent=1,floor=0.5",
                "floor = 0.5 is out of range; allowed: >= 1 km");
    expect_said("linear:slope=1,edge=open", "edge = \"open\" is not known; allowed: zero, continued");
    expect_said("linear:slope=1,geometry=plane,axis=w", "axis = \"w\" is not known; allowed: x, y, z");
    expect_said("io-torus:width_3=0", "width_3 = 0 is out of range; allowed: > 0 radii");
    expect_said("io-torus:blend=7", "blend = 7 is out of range; allowed: above 0 to below 6.1 radii");
    expect_said("io-torus:tilt=80", "tilt = 80 is out of range; allowed: 0 to 40 deg");
    expect_said("jupiter-ionosphere:profile=midnight",
                "profile = \"midnight\" is not known; allowed: ingress, egress");
    expect_said("divine-garrett:scale=-1", "scale = -1 is out of range; allowed: >= 0");
    expect_said("saturn-disc:sharpness=0", "sharpness = 0 is out of range; allowed: above 0 to 100",
                "saturn");
    expect_said("corona:model=allen", "allowed: leblanc, newkirk, saito, baumbach-allen, parker", "sun");
    expect_said("corona:floor=0.01", "floor = 0.01 is out of range; allowed: 0.1 to 1 solar radii", "sun");
    expect_said("dipole-aligned:density=1,plasmapause=4,outer_share=1.5",
                "outer_share = 1.5 is out of range; allowed: 0 to 1");
    expect_said("diffusive-equilibrium:temperature=0", "temperature = 0 is out of range; allowed: > 0 K",
                "earth");
    expect_said("diffusive-equilibrium:hydrogen=0,helium=0,oxygen=0", "sum of the ion shares = 0", "earth");
    expect_said("diffusive-equilibrium:temperature=1", "depth of the floor in scale heights", "earth");
    expect_said("diffusive-equilibrium:reference_distance=0.5", "no density at the reference point", "earth");
}

TEST(MakePlasma, ScalesAndDefaults) {
    auto const jupiter = body_named("jupiter");
    auto const torus = std::get<IoTorus>(make_plasma({"io-torus:shift=0.08,scale=2"}, jupiter).models()[0]);
    EXPECT_EQ(torus.scale, 2);
    EXPECT_DOUBLE_EQ(torus.centre[1], 5.68);
    EXPECT_DOUBLE_EQ(torus.join, 6.18);
    EXPECT_EQ(torus.density[0], 1710e6);
    auto const linear = std::get<LinearLayer>(make_plasma({"linear:slope=3,base=-2"}, jupiter).models()[0]);
    EXPECT_DOUBLE_EQ(linear.slope, 3e3);  // cm-3/km in m⁻⁴
    EXPECT_EQ(linear.base_m, -2000);
    EXPECT_EQ(linear.geometry.radius_m, jupiter.equatorial_radius_m);
    auto const chapman = std::get<ChapmanLayer>(
        make_plasma({"chapman:height=1,density=1,scale_height=70"}, jupiter).models()[0]);
    EXPECT_EQ(chapman.topside_scale_height_m, 70e3);
    EXPECT_EQ(chapman.transition_m, 70e3);
}

}  // namespace
}  // namespace vespa::planet
