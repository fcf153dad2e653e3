#include "planet/plasma/models.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "planet/plasma/make_plasma.hpp"

// What a caller hands over as plain data is held to its ranges, too, when a Plasma is built from it.
namespace vespa::planet {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Model>
Model good(char const* specification, char const* body) {
    return std::get<Model>(make_plasma({specification}, body_named(body)).models()[0]);
}

template <class Model, class Change>
void expect_refused(Model model, Change change) {
    EXPECT_NO_THROW(Plasma({model}));
    change(model);
    EXPECT_THROW(Plasma({model}), BadInput);
}

TEST(Models, DefaultsAreNotAModel) {
    EXPECT_NO_THROW(check(UniformDensity{}));
    EXPECT_NO_THROW(check(LinearLayer{}));
    for (DensityModel const& model :
         {DensityModel(ParabolicLayer{}), DensityModel(QuasiParabolicLayer{}), DensityModel(ChapmanLayer{}),
          DensityModel(ExponentialLayer{}), DensityModel(StepLayer{}), DensityModel(PowerLaw{}),
          DensityModel(InverseExponential{}), DensityModel(IoTorus{}), DensityModel(DivineGarrett{}),
          DensityModel(Disc{}), DensityModel(DipoleAligned{}), DensityModel(DiffusiveEquilibrium{})}) {
        EXPECT_THROW(check(model), BadInput) << model.index();
    }
}

TEST(Models, NotANumberIsRefusedInEachField) {
    expect_refused(UniformDensity{1}, [](auto& m) { m.density = nan; });
    expect_refused(UniformDensity{1}, [](auto& m) { m.density = -1; });
    auto const linear = good<LinearLayer>("linear:slope=1", "earth");
    expect_refused(linear, [](auto& m) { m.slope = infinity; });
    expect_refused(linear, [](auto& m) { m.base_m = nan; });
    expect_refused(linear, [](auto& m) { m.base_density = -1; });
    expect_refused(linear, [](auto& m) { m.geometry.origin_m[1] = nan; });
    expect_refused(linear, [](auto& m) { m.geometry.axis = {1, 1, 0}; });
    expect_refused(linear, [](auto& m) { m.geometry.radius_m = -1; });
    expect_refused(linear, [](auto& m) { m.geometry.stretch = 0; });
    auto const parabolic = good<ParabolicLayer>("parabolic:height=1,density=1,half_thickness=1", "earth");
    expect_refused(parabolic, [](auto& m) { m.half_thickness_m = 0; });
    expect_refused(parabolic, [](auto& m) { m.peak_m = nan; });
    auto const quasi =
        good<QuasiParabolicLayer>("quasi-parabolic:peak_radius=3,density=1,half_thickness=1", "earth");
    expect_refused(quasi, [](auto& m) { m.geometry.shape = Geometry::Shape::plane; });
    expect_refused(quasi, [](auto& m) { m.geometry.radius_m = 1; });
    expect_refused(quasi, [](auto& m) { m.peak_m = 500; });
    auto const chapman = good<ChapmanLayer>("chapman:height=1,density=1,scale_height=1", "earth");
    expect_refused(chapman, [](auto& m) { m.topside_scale_height_m = -1; });
    expect_refused(chapman, [](auto& m) { m.transition_m = 0; });
    expect_refused(good<ExponentialLayer>("exponential:density=1,scale_height=1", "earth"),
                   [](auto& m) { m.scale_height_m = 0; });
    auto const step = good<StepLayer>("step:height=1,density_below=1,density_above=2,width=1", "earth");
    expect_refused(step, [](auto& m) { m.width_m = -1; });
    expect_refused(step, [](auto& m) { m.density_below = nan; });
    auto const power = good<PowerLaw>("power:density=1,exponent=-2,reference=1", "earth");
    expect_refused(power, [](auto& m) { m.terms.clear(); });
    expect_refused(power, [](auto& m) { m.terms[0].exponent = 9; });
    expect_refused(power, [](auto& m) { m.floor_m = 0; });
    auto const newkirk = good<InverseExponential>("corona:model=newkirk", "sun");
    expect_refused(newkirk, [](auto& m) { m.floor_m = 1; });
    expect_refused(newkirk, [](auto& m) { m.exponent = 101; });
}

TEST(Models, NotANumberIsRefusedInEachFieldOfTheStructures) {
    auto const torus = good<IoTorus>("io-torus", "jupiter");
    expect_refused(torus, [](auto& m) { m.width[3] = 0; });
    expect_refused(torus, [](auto& m) { m.height[2] = -1; });
    expect_refused(torus, [](auto& m) { m.density[0] = -1; });
    expect_refused(torus, [](auto& m) { m.centre[0] = nan; });
    expect_refused(torus, [](auto& m) { m.tilt_phase = infinity; });
    expect_refused(torus, [](auto& m) { m.node = {1, 1}; });
    expect_refused(torus, [](auto& m) { m.join = 0.05; });
    expect_refused(torus, [](auto& m) { m.tilt = 1.5; });
    auto const garrett = good<DivineGarrett>("divine-garrett", "jupiter");
    expect_refused(garrett, [](auto& m) { m.reference = {0, 0}; });
    expect_refused(garrett, [](auto& m) { m.radius_m = nan; });
    auto const disc = good<Disc>("saturn-disc", "saturn");
    expect_refused(disc, [](auto& m) { m.sharpness = 101; });
    expect_refused(disc, [](auto& m) { m.height_exponent = -1; });
    expect_refused(disc, [](auto& m) { m.inner_exponent = nan; });
    auto const dipole = good<DipoleAligned>("dipole-aligned:density=1", "jupiter");
    expect_refused(dipole, [](auto& m) { m.axis = {0, 0, 2}; });
    expect_refused(dipole, [](auto& m) { m.exponent = -1; });
    expect_refused(dipole, [](auto& m) { m.field_exponent = 13; });
    expect_refused(dipole, [](auto& m) { m.outer_share = 2; });
    expect_refused(dipole, [](auto& m) { m.reference = 0; });
    auto const sphere = good<DiffusiveEquilibrium>("diffusive-equilibrium", "earth");
    expect_refused(sphere, [](auto& m) { m.share = {0, 0, 0}; });
    expect_refused(sphere, [](auto& m) { m.share[1] = nan; });
    expect_refused(sphere, [](auto& m) { m.scale_height_m[2] = 1; });
    expect_refused(sphere, [](auto& m) { m.outer_radius_m = 1e15; });
    expect_refused(sphere, [](auto& m) { m.knee_width = 0; });
}

// The ends of the ranges, in the combinations that make the largest numbers: still nothing infinite or NaN.
TEST(Models, FiniteAtTheEndsOfTheRanges) {
    double const small = 1e-20, large = 1e30;
    Geometry const centre{};
    auto torus = good<IoTorus>("io-torus", "jupiter");
    torus.density.fill(large);
    torus.width.fill(small);
    torus.height.fill(small);
    torus.scale = large;
    std::vector<DensityModel> const models{
        LinearLayer{centre, -large, large, large},
        ParabolicLayer{centre, large, large, small, Edge::continued},
        QuasiParabolicLayer{centre, large, large, small, Edge::continued},
        ChapmanLayer{centre, 1e7, large, small, large, small},
        ChapmanLayer{centre, 1e7, large, large, small, large},
        ExponentialLayer{centre, 1e7, large, small},
        ExponentialLayer{centre, 1e7, large, -small},
        StepLayer{centre, 1e7, 0, large, small},
        PowerLaw{centre, {{large, -40}, {large, 8}}, 1e-3, 1e-9},
        PowerLaw{centre, {{large, -39.5}}, 1, 1e-6},
        InverseExponential{centre, large, 100, small, small},
        torus,
        Disc{small, large, 20, 20, 100, small, 5},
        Disc{1e9, large, 20, 20, 100, 1e9, 5},
        DipoleAligned{small, {0, 0, 1}, large, 1e4, 12, 12, small, small, 0},
        DipoleAligned{1e7, {0, 0, 1}, large, 1e4, 12, 12, 1, small, 0},
    };
    std::vector<double> const places{0, 1e-21, 1, 9.99e6, 1e7, 1.01e7, -3e9, 1e18, 1e30};
    for (auto const& model : models) {
        Plasma const plasma({model});
        for (double const x : places) {
            for (double const z : places) {
                double const xs[] = {x}, ys[] = {0}, zs[] = {z};
                double n[1], gx[1], gy[1], gz[1];
                plasma.density_and_gradient(xs, ys, zs, n, gx, gy, gz);
                EXPECT_TRUE(std::isfinite(n[0]) && std::isfinite(gx[0]) && std::isfinite(gy[0]) &&
                            std::isfinite(gz[0]))
                    << model.index() << " at " << x << ' ' << z << ": " << n[0] << ' ' << gx[0] << ' '
                    << gz[0];
            }
        }
    }
}

}  // namespace
}  // namespace vespa::planet
