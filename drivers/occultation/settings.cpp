#include "drivers/occultation/settings.hpp"

#include "shell/options.hpp"

namespace vespa::occultation_driver {

using shell::above;
using shell::between;

namespace {

void declare_medium(shell::Options& options, Settings& settings) {
    options.group("Medium",
                  "Frame: fixed to the body, right-handed, z along the rotation axis, x at longitude 0.");
    radio_driver::declare_medium(options, settings);
    radio_driver::declare_collisions(options, settings.collisions, "the images are absorbed");
    options.number(settings.outer_radius,
                   {.name = "outer-radius",
                    .unit = "km",
                    .range = above(0),
                    .prose = "Sphere about the body that holds the medium; outside it rays are straight. The "
                             "plasma should be thin there: a step of density at the sphere does not refract.",
                    .required = true});
}

void declare_geometry(shell::Options& options, Settings& settings) {
    options.group("Observer and source");
    options.file(settings.ephemeris,
                 {.name = "ephemeris",
                  .prose = "CSV table of the positions. Its first line names the columns time (ISO 8601, "
                           "ascending), observer_x, observer_y, observer_z and source_x, source_y, source_z "
                           "(km, fixed to the body) in any order.",
                  .required = true});
    options.vector(settings.source_direction,
                   {.name = "source-direction",
                    .prose = "Direction towards a source at infinity, in place of source_x, source_y and "
                             "source_z."});
}

void declare_rays(shell::Options& options, Settings& settings) {
    options.group("Rays", "How images are looked for, and rays followed.");
    options.integer(settings.fan,
                    {.name = "fan",
                     .range = between(8, 1e5),
                     .prose = "Rays that look for images of one frequency, mode and time. More of them where "
                              "the ionosphere has layers or is thin against the body."});
    options.number(settings.homing_tolerance, {.name = "homing-tolerance",
                                               .unit = "rad",
                                               .range = between(1e-12, 1e-3),
                                               .prose = "Angle by which a ray may miss the source."});
    options.number(
        settings.tolerance,
        {.name = "tolerance",
         .range = between(1e-13, 1e-2),
         .prose = "Error allowed in a step: in position relative to the length scale, in refractive "
                  "index absolute."});
    options.number(settings.length_scale, {.name = "length-scale",
                                           .unit = "km",
                                           .range = above(0),
                                           .prose = "What position errors are measured against; without it "
                                                    "the body's equatorial radius."});
    options.number(settings.maximum_step,
                   {.name = "maximum-step",
                    .unit = "km",
                    .range = above(0),
                    .prose = "Longest step; without it half the length scale. Features of the medium thinner "
                             "than a third of it can be missed."});
    options.integer(settings.maximum_steps, {.name = "maximum-steps",
                                             .range = between(1, 1e9),
                                             .prose = "Steps of a ray, rejected ones included."});
}

}  // namespace

void declare(shell::Options& options, Settings& settings) {
    declare_medium(options, settings);
    declare_geometry(options, settings);
    radio_driver::declare_waves(options, settings);
    declare_rays(options, settings);
}

}  // namespace vespa::occultation_driver
