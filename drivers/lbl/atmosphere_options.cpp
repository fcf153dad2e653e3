#include "drivers/lbl/atmosphere_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/lbl/aerosol_options.hpp"
#include "drivers/lbl/views.hpp"
#include "lbl/atmosphere/read_profile.hpp"
#include "shell/options.hpp"
#include "shell/program.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr double sun_radius_m = 6.957e8;              // IAU 2015 resolution B3
constexpr double astronomical_unit_m = 149597870700;  // IAU 2012 resolution B2

void declare_continua(shell::Options& options, AtmosphereOptions& atmosphere) {
    options.group("Absorption without lines");
    options.texts(
        atmosphere.collisions,
        {.name = "collisions",
         .prose = "Files of collision-induced absorption, one a pair of gases: HITRAN's .cia or tables of "
                  "Borysow."});
    options.flag(atmosphere.collisions_nearest,
                 {.name = "collisions-nearest",
                  .prose = "Take the nearest temperature where a table of collisions does not reach; without "
                           "it that is an error."});
    options.file(atmosphere.water_continuum,
                 {.name = "water-continuum",
                  .prose = "Coefficients of the MT_CKD water continuum, as AER's netCDF file or a table."});
    options.group("Scattering");
    options.flag(atmosphere.rayleigh, {.name = "rayleigh", .prose = "Molecules scatter."});
    options.texts(
        atmosphere.aerosols,
        {.name = "aerosols",
         .prose =
             "Particles, NAME:depth=0.5,top=60,bottom=40,scale-height=4 (vertical optical depth; km; even "
             "from bottom to top without scale-height) and how they scatter: file=TABLE, or "
             "albedo=0.9,asymmetry=0.7, with reference=10000,exponent=1.3 where extinction goes as "
             "(wavenumber/reference)^exponent."});
    options.integer(
        atmosphere.streams,
        {.name = "streams",
         .range = shell::between(0, 64),
         .prose =
             "Multiple scattering in nadir and zenith views by discrete ordinates with so many streams "
             "(even; 8 or 16 are usual). 0: none; scattering then takes from what is seen straight through, "
             "occultations and transits, and radiances lose to absorption alone."});
}

void declare_boundaries(shell::Options& options, AtmosphereOptions& atmosphere) {
    options.group("Surface and sunlight");
    options.number(atmosphere.surface_temperature, {.name = "surface-temperature",
                                                    .unit = "K",
                                                    .range = shell::at_least(0),
                                                    .prose = "0: that of the lowest level."});
    options.number(atmosphere.emissivity,
                   {.name = "emissivity", .range = shell::between(0, 1), .prose = "Of the surface."});
    options.flag(atmosphere.lambert,
                 {.name = "lambert", .prose = "The surface reflects evenly, else as a mirror."});
    options.number(atmosphere.sun_zenith_angle,
                   {.name = "sun-zenith-angle",
                    .unit = "deg",
                    .range = shell::between(0, 89.9),
                    .prose = "With it, the surface reflects sunlight, with an albedo of 1 - emissivity."});
    options.number(
        atmosphere.sun_distance,
        {.name = "sun-distance", .unit = "au", .range = shell::above(0), .prose = "From planet to star."});
    options.number(atmosphere.star_temperature, {.name = "star-temperature",
                                                 .unit = "K",
                                                 .range = shell::above(0),
                                                 .prose = "Of the star as a black body."});
    options.number(
        atmosphere.star_radius,
        {.name = "star-radius", .unit = "Rsun", .range = shell::above(0), .prose = "Radius of the star."});
}

}  // namespace

void declare(shell::Options& options, AtmosphereOptions& atmosphere) {
    options.group("Atmosphere");
    options.file(
        atmosphere.profile,
        {.name = "profile",
         .prose =
             "Levels with pressure, temperature and mole fractions: our own table, or that of RFM, AFGL or "
             "NEMESIS.",
         .required = true});
    options.number(atmosphere.radius, {.name = "radius",
                                       .unit = "km",
                                       .range = shell::above(0),
                                       .prose = "Of height 0.",
                                       .required = true});
    options.number(atmosphere.gravity, {.name = "gravity",
                                        .unit = "m/s2",
                                        .range = shell::above(0),
                                        .prose = "At height 0.",
                                        .required = true});
    options.choice(atmosphere.columns,
                   {{lbl::ColumnFrom::pressure, "pressure", "of a layer's weight"},
                    {lbl::ColumnFrom::heights, "heights", "of density along the profile's heights"}},
                   {.name = "columns", .prose = "Where the columns of layers come from."});
    options.flag(atmosphere.refraction, {.name = "refraction", .prose = "Rays through the limb bend."});
    declare_continua(options, atmosphere);
    declare_boundaries(options, atmosphere);
}

void declare(shell::Options& options, ViewOptions& views) {
    options.group("Views");
    options.texts(views.views, {.name = "views",
                                .prose = "From where the atmosphere is seen: nadir, nadir:angle=30, "
                                         "zenith:angle=60 (degrees), limb:height=20 "
                                         "(km of the lowest point), occultation:height=20 (the sun through "
                                         "the limb); from=0,to=60,step=5 in place "
                                         "of height makes several."});
    options.flag(views.transit, {.name = "transit", .prose = "The planet's effective radius in a transit."});
    options.choice(
        views.source,
        {{lbl::LayerSource::isothermal, "isothermal", "Planck's function at a layer's mean temperature"},
         {lbl::LayerSource::linear_in_tau, "linear-in-tau",
          "between those at its two levels, linear in optical depth"}},
        {.name = "layer-source", .prose = "What a layer emits."});
    options.flag(views.opacities,
                 {.name = "opacities", .prose = "Optical depth of the whole atmosphere by each absorber."});
    options.flag(views.contributions,
                 {.name = "contributions", .prose = "Radiance that each layer adds to each view."});
    options.texts(
        views.jacobians,
        {.name = "jacobians",
         .prose =
             "Derivatives of the radiance of each view, by quantity and level: temperature, and gases with "
             "lines. What a surface reflects is held."});
}

void take(shell::Run& run, AtmosphereOptions const& options, lbl::SpectrumProblem& problem) {
    problem.profile = lbl::read_profile_file(options.profile);
    problem.sphere = {.radius = options.radius * units::km, .gravity = options.gravity};
    problem.columns = options.columns;
    problem.refraction = options.refraction;
    problem.surface = {.temperature = options.surface_temperature,
                       .emissivity = options.emissivity,
                       .is_lambert = options.lambert};
    if (options.sun_zenith_angle) {
        double const half_angle =
            options.star_radius * sun_radius_m / (options.sun_distance * astronomical_unit_m);
        if (half_angle > 1)
            throw BadInput(fmt::format("{} au lies within the star", options.sun_distance), "--sun-distance");
        problem.sunlight = {.temperature = options.star_temperature,
                            .solid_angle = units::pi * half_angle * half_angle,
                            .zenith_angle = *options.sun_zenith_angle};
    }
    for (auto const& path : options.collisions) {
        run.name_input(path, "--collisions");
        problem.continua.collisions.push_back(lbl::read_cia_file(path));
    }
    problem.continua.beyond =
        options.collisions_nearest ? lbl::BeyondTable::nearest : lbl::BeyondTable::refuse;
    if (!options.water_continuum.empty())
        problem.continua.water = lbl::read_water_continuum_file(options.water_continuum);
    problem.continua.rayleigh = options.rayleigh;
    problem.continua.aerosols = aerosols_from(run, options.aerosols, problem.grid.first, problem.grid.last());
    problem.streams = options.streams;
}

void take(ViewOptions const& options, lbl::SpectrumProblem& problem) {
    problem.views = views_from(options.views);
    problem.source = options.source;
    problem.wanted.transit_radius = options.transit;
    problem.wanted.optical_depths = options.opacities;
    problem.wanted.contributions = options.contributions;
    for (auto const& name : options.jacobians) {
        auto& gases = problem.wanted.by_abundance;
        if (name == "temperature") {
            problem.wanted.by_temperature = true;
        } else if (std::find(gases.begin(), gases.end(), name) == gases.end()) {
            gases.push_back(name);
        }
    }
}

}  // namespace vespa::lbl_driver
