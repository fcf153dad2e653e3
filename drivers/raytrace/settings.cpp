#include "drivers/raytrace/settings.hpp"

#include "shell/options.hpp"

namespace vespa::raytrace_driver {

using shell::above;
using shell::at_least;
using shell::between;

namespace {

constexpr char const* length = "length-unit";
constexpr double most_degrees = 36000;

void declare_medium(shell::Options& options, Settings& settings) {
    options.group(
        "Medium",
        "Frame: fixed to the body, right-handed, z along the rotation axis, x at longitude 0, longitudes "
        "east (Jupiter: right-handed System III, 360° minus the west longitude).");
    radio_driver::declare_medium(options, settings);
    options.choice(
        settings.constants,
        {{ConstantSet::automatic, "automatic", "artemis with inputs of ARTEMIS-P, otherwise codata"},
         {ConstantSet::codata, "codata", "CODATA 2018"},
         {ConstantSet::artemis, "artemis", "the rounded ones of ARTEMIS-P"}},
        {.name = "constants", .prose = "Fundamental constants behind the plasma and gyro frequencies."});
}

void declare_ions(shell::Options& options, Settings& settings) {
    options.texts(
        settings.ions,
        {.name = "ions",
         .prose = "Ions beside the electrons, for waves near and below the lower hybrid frequency: each "
                  "name:share=NUMBER,charge=NUMBER, as H:share=0.9, or ion:mass=48,share=0.1 (mass in "
                  "u; share of the electrons' density). Charges neutralise the electrons. None given: "
                  "electrons alone."});
}

void declare_sources(shell::Options& options, Settings& settings) {
    options.group("Sources", "Where rays start. Every source sends, for each mode, a ray in each direction.");
    options.choice(
        settings.length_unit,
        {{LengthUnit::radius, "radius", "the body's equatorial radius"}, {LengthUnit::km, "km", ""}},
        {.name = "length-unit", .prose = "Unit of every length among these options."});
    options.choice(settings.source,
                   {{SourceKind::points, "points", "the points of source-positions, each at every frequency"},
                    {SourceKind::grid, "grid", "a grid of points, each at every frequency"},
                    {SourceKind::flux_tube, "flux-tube",
                     "points on a field line where the frequency is near the local electron gyrofrequency"},
                    {SourceKind::list, "list", "the rays of source-file, one a row"}},
                   {.name = "source", .prose = "Pattern of the sources."});
    options.numbers(settings.source_positions,
                    {.name = "source-positions",
                     .unit = length,
                     .prose = "x, y, z of each point, one after another, for source = points.",
                     .ucd = "pos.cartesian"});
    options.vector(settings.grid_lower,
                   {.name = "grid-lower", .unit = length, .prose = "First corner of the grid of points."});
    options.vector(settings.grid_upper,
                   {.name = "grid-upper", .unit = length, .prose = "Opposite corner of the grid of points."});
    options.numbers(settings.grid_counts,
                    {.name = "grid-counts",
                     .range = between(1, 1e6),
                     .prose = "Points of the grid along x, y and z, corners included."});
    options.number(
        settings.flux_tube_distance,
        {.name = "flux-tube-distance",
         .unit = length,
         .range = above(0),
         .prose = "Distance from the axis, in the equator, of the point the flux tube passes through. "
                  "Io: 5.9 radii of Jupiter."});
    options.numbers(settings.flux_tube_longitudes,
                    {.name = "flux-tube-longitudes",
                     .unit = "deg",
                     .range = between(-most_degrees, most_degrees),
                     .prose = "East longitudes of that point, one flux tube each.",
                     .ucd = "pos.bodyrc.lon"});
    options.choice(settings.hemisphere, {{Hemisphere::north, "north", ""}, {Hemisphere::south, "south", ""}},
                   {.name = "hemisphere", .prose = "End of the flux tube that the sources lie on."});
    options.number(
        settings.gyrofrequency_ratio,
        {.name = "gyrofrequency-ratio",
         .range = between(0.1, 100),
         .prose = "Wave frequency over electron gyrofrequency at a source on a flux tube. Above 1 by "
                  "more than half the square of plasma over gyro frequency, or the X mode cannot leave."});
    options.file(
        settings.source_file,
        {.name = "source-file",
         .prose = "File of rays for source = list. CSV: its first line names the columns x, y, z "
                  "(length-unit), dx, dy, dz (wave normal), frequency (MHz) and mode (O or X). HDF5: "
                  "datasets position and direction [n, 3], frequency and mode (0 O, 1 X) [n], with "
                  "attributes unit. Without mode every ray has the one of modes."});
}

void declare_directions(shell::Options& options, Settings& settings) {
    options.group("Directions", "Wave normals at the sources.");
    options.choice(
        settings.directions,
        {{DirectionKind::fixed, "fixed", "the vectors of direction-vectors"},
         {DirectionKind::cone, "cone", "cones about cone-axis"},
         {DirectionKind::field_cone, "field-cone", "cones about the magnetic field at the source"}},
        {.name = "directions", .prose = "Pattern of the directions."});
    options.numbers(settings.direction_vectors,
                    {.name = "direction-vectors",
                     .prose = "x, y, z of each direction, one after another, of any length above zero."});
    options.vector(settings.cone_axis,
                   {.name = "cone-axis", .prose = "Axis of the cones for directions = cone."});
    options.numbers(settings.cone_angles,
                    {.name = "cone-angles",
                     .unit = "deg",
                     .range = between(0, 180),
                     .prose = "Half opening angles, one cone each. 0 and 180: a single ray."});
    options.integer(settings.cone_azimuths,
                    {.name = "cone-azimuths",
                     .range = between(1, 1e7),
                     .prose = "Rays around each cone, equally spaced from the side of +z."});
}

void declare_ends(shell::Options& options, Settings& settings) {
    options.group("Where rays end");
    options.flag(settings.through_body, {.name = "through-body", .prose = "Let rays pass through the body."});
    options.number(settings.outer_radius, {.name = "outer-radius",
                                           .unit = length,
                                           .range = above(0),
                                           .prose = "Sphere about the origin that rays do not leave."});
    options.vector(
        settings.box_lower,
        {.name = "box-lower", .unit = length, .prose = "Lower corner of a box that rays do not leave."});
    options.vector(settings.box_upper,
                   {.name = "box-upper", .unit = length, .prose = "Upper corner of that box."});
    options.number(settings.maximum_path,
                   {.name = "maximum-path",
                    .unit = length,
                    .range = above(0),
                    .prose = "Longest path of a ray. Needed where no sphere or box ends rays."});
    options.number(settings.maximum_index,
                   {.name = "maximum-index",
                    .range = {.lower = 1, .lower_included = false},
                    .prose = "Refractive index beyond which a ray is at a resonance."});
}

void declare_along(shell::Options& options, Settings& settings) {
    options.group("Along the rays", "What is found beside paths and delays; each makes a ray cost more.");
    radio_driver::declare_collisions(options, settings.collisions, "the rays' absorption is found");
    options.flag(settings.polarisation,
                 {.name = "polarisation", .prose = "Carry the Stokes vector along the rays."});
    options.vector(settings.initial_stokes,
                   {.name = "initial-stokes",
                    .prose = "Q, U, V over I at the launch, Q along the projection of +z; without it the "
                             "characteristic wave of the ray's mode."});
    options.flag(settings.spreading,
                 {.name = "spreading",
                  .prose = "Find the cross-section of the ray tubes: focusing, defocusing and caustics."});
    options.vector(settings.source_velocity, {.name = "source-velocity",
                                              .unit = "km/s",
                                              .prose = "Velocity of the sources, for the Doppler shift."});
    options.vector(settings.observer_velocity,
                   {.name = "observer-velocity",
                    .unit = "km/s",
                    .prose = "Velocity of the observer where the rays end, for the Doppler shift."});
}

void declare_integration(shell::Options& options, Settings& settings) {
    options.group("Integration");
    options.number(
        settings.tolerance,
        {.name = "tolerance",
         .range = between(1e-13, 1e-2),
         .prose = "Error allowed in a step: in position relative to the length scale, in refractive "
                  "index absolute."});
    options.choice(
        settings.order,
        {{raytrace::Order::fifth, "5", "for all media"},
         {raytrace::Order::eighth, "8", "for smooth media (no grids, no kinks) and tolerances below 1e-8"}},
        {.name = "order",
         .prose = "Order of the Runge-Kutta formula that steps the rays. 8 takes longer steps of twice "
                  "the cost."});
    options.number(settings.length_scale,
                   {.name = "length-scale",
                    .unit = length,
                    .range = above(0),
                    .prose = "What position errors are measured against; without it the "
                             "body's equatorial radius."});
    options.number(settings.initial_step, {.name = "initial-step",
                                           .unit = length,
                                           .range = above(0),
                                           .prose = "First step; without it chosen from the tolerance."});
    options.number(
        settings.maximum_step,
        {.name = "maximum-step",
         .unit = length,
         .range = above(0),
         .prose = "Longest step; without it half the length scale. Features of the medium thinner than a "
                  "third of it can be missed."});
    options.number(
        settings.maximum_reach,
        {.name = "maximum-reach",
         .unit = length,
         .range = above(0),
         .prose = "How far from its start a step may look at the medium; without it, with a plasma or "
                  "magnetic field on a grid with axes x, y, z, a 24th of its longest side, otherwise any "
                  "distance."});
    options.integer(settings.maximum_steps, {.name = "maximum-steps",
                                             .range = between(1, 1e9),
                                             .prose = "Steps of a ray, rejected ones included."});
}

void declare_ranks(shell::Options& options, Settings& settings) {
    options.group("Ranks",
                  "How the work is shared. The result is the same, byte for byte, whatever is chosen.");
    options.choice(
        settings.sharing,
        {{Sharing::automatic, "auto", "bricks where grids would take a quarter of a node's memory"},
         {Sharing::shared, "shared", "every node keeps the whole medium, ranks draw rays in turn"},
         {Sharing::bricks, "bricks", "gridded media are dealt out, rays go from rank to rank as they fly"}},
        {.name = "parallel", .prose = "What the ranks share.", .about_the_run = true});
    options.integer(
        settings.bricks_per_rank,
        {.name = "bricks-per-rank",
         .range = between(0, 4096),
         .prose = "Bricks of the grid that each rank gets, for parallel = bricks; several even out the load, "
                  "fewer take less memory. 0: up to 8, while they are four times as wide as maximum-reach.",
         .about_the_run = true});
}

void declare_output(shell::Options& options, Settings& settings) {
    options.group("Samples and background", "What the file holds besides one row a ray.");
    options.choice(settings.samples,
                   {{raytrace::SampleAt::ends, "ends", "launch and end"},
                    {raytrace::SampleAt::steps, "steps", "every step of the integration"},
                    {raytrace::SampleAt::interval, "interval", "every sample-interval of path"},
                    {raytrace::SampleAt::knots, "knots", "sample-knots points at equal path"}},
                   {.name = "samples", .prose = "Points kept along each ray."});
    options.number(settings.sample_interval, {.name = "sample-interval",
                                              .unit = length,
                                              .range = above(0),
                                              .prose = "Path between samples for samples = interval."});
    options.integer(
        settings.sample_knots,
        {.name = "sample-knots", .range = between(2, 1e6), .prose = "Samples of a ray for samples = knots."});
    options.flag(settings.background,
                 {.name = "background",
                  .prose = "Also keep density and field on a meridian plane, and field lines, for plots."});
    options.number(settings.background_longitude, {.name = "background-longitude",
                                                   .unit = "deg",
                                                   .range = between(-most_degrees, most_degrees),
                                                   .prose = "East longitude of the plane's right half."});
    options.number(settings.background_extent, {.name = "background-extent",
                                                .unit = length,
                                                .range = above(0),
                                                .prose = "Half the side of the square plane."});
    options.integer(
        settings.background_points,
        {.name = "background-points", .range = between(2, 20001), .prose = "Points along a side of it."});
    options.numbers(
        settings.field_line_distances,
        {.name = "field-line-distances",
         .unit = length,
         .range = above(0),
         .prose = "Distances from the axis at which field lines cross the plane's equator, on both "
                  "sides."});
}

void declare_hit_map(shell::Options& options, Settings& settings) {
    options.group("Hit map", "Counts of rays on the outer sphere, in the group hit_map of the file.");
    options.flag(
        settings.hit_map,
        {.name = "hit-map",
         .prose = "Count where rays end on the outer sphere, by frequency, latitude, longitude and mode, and "
                  "from which point or flux tube which longitudes are reached."});
    options.integer(settings.hit_map_longitudes,
                    {.name = "hit-map-longitudes", .range = between(1, 3600), .prose = "Bins of longitude."});
    options.integer(settings.hit_map_latitudes,
                    {.name = "hit-map-latitudes", .range = between(1, 1800), .prose = "Bins of latitude."});
    options.numbers(
        settings.hit_map_edges,
        {.name = "hit-map-edges",
         .unit = "MHz",
         .range = at_least(0),
         .prose = "Frequencies between which rays are counted together. Without them each frequency of "
                  "the run is counted by itself; the rays of a list all together."});
}

void declare_artemis(shell::Options& options, Settings& settings) {
    options.group("Inputs of ARTEMIS-P",
                  "Its own files in place of options. What stands at its default takes their value.");
    options.file(
        settings.artemis_environ,
        {.name = "artemis-environ",
         .prose = "Its init_environ.txt: n0, z0 (toy model 1), or n0, z0, B0, z0B (toy model 2), in place "
                  "of plasma and magnetic-field. body is then none and length-unit km, unless a body other "
                  "than the default is named."});
    options.file(
        settings.artemis_rays,
        {.name = "artemis-rays",
         .prose = "Its init_raytracing.txt, in place of sources, frequencies, modes and directions. "
                  "maximum-index at its default becomes mumax, and where nothing ends rays maximum-path is "
                  "the number of iterations times dtmax."});
}

void declare_exports(shell::Options& options, Settings& settings) {
    options.group(
        "Other formats",
        "Written beside the result, from it, when the run is complete; vespa-export makes them later.");
    options.flag(settings.votable,
                 {.name = "votable", .prose = "Also write the table of rays as VOTable (ending .vot)."});
    options.flag(settings.vtk,
                 {.name = "vtk", .prose = "Also write the sampled rays as VTK PolyData (ending .vtp)."});
}

}  // namespace

void declare(shell::Options& options, Settings& settings) {
    declare_medium(options, settings);
    declare_ions(options, settings);
    declare_sources(options, settings);
    radio_driver::declare_waves(options, settings);
    declare_directions(options, settings);
    declare_ends(options, settings);
    declare_along(options, settings);
    declare_integration(options, settings);
    declare_ranks(options, settings);
    declare_output(options, settings);
    declare_hit_map(options, settings);
    declare_artemis(options, settings);
    declare_exports(options, settings);
}

}  // namespace vespa::raytrace_driver
