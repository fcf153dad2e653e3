#include "drivers/raytrace/background.hpp"

#include <array>
#include <cmath>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/sources.hpp"
#include "planet/magnetic_field/field_line.hpp"

namespace vespa::raytrace_driver {

namespace {

struct Plane {
    double longitude;  ///< rad, east
    double extent_m;   ///< half the side
    std::size_t points;

    double coordinate(std::size_t i) const {
        return extent_m * (2 * static_cast<double>(i) / static_cast<double>(points - 1) - 1);
    }
};

struct PlaneRows {
    std::vector<double> density, strength;
};

/// Density (cm⁻³) and |B| (nT) on rows [block.first, block.last) of the plane; row j is at z = coordinate(j).
PlaneRows sample_rows(Plane const& plane, parallel::Range block, planet::MagneticField const& field,
                      planet::Plasma const& plasma) {
    PlaneRows rows;
    std::vector<double> x(plane.points), y(plane.points), z(plane.points);
    std::vector<double> bx(plane.points), by(plane.points), bz(plane.points), density(plane.points);
    for (auto row = block.first; row < block.last; ++row) {
        for (std::size_t i = 0; i < plane.points; ++i) {
            x[i] = plane.coordinate(i) * std::cos(plane.longitude);
            y[i] = plane.coordinate(i) * std::sin(plane.longitude);
            z[i] = plane.coordinate(row);
        }
        plasma.density(x, y, z, density);
        field.evaluate({x, y, z}, planet::VectorArrays{bx, by, bz});
        for (std::size_t i = 0; i < plane.points; ++i) {
            rows.density.push_back(density[i] / units::per_cm3);
            rows.strength.push_back(std::sqrt(bx[i] * bx[i] + by[i] * by[i] + bz[i] * bz[i]) / units::nT);
        }
    }
    return rows;
}

struct Lines {
    std::vector<std::uint64_t> first;
    std::vector<std::uint32_t> count;
    std::vector<double> position_km;
};

/// Both halves of each line, from one end over the equator to the other.
Lines trace_lines(Plane const& plane, std::vector<double> const& distances_m, planet::Body const& body,
                  planet::MagneticField const& field) {
    double const scale = body.equatorial_radius_m > 0 ? body.equatorial_radius_m : plane.extent_m / 10;
    planet::FieldLineLimits const limits{.outer_radius_m = 2 * plane.extent_m,
                                         .maximum_length_m = 100 * plane.extent_m,
                                         .maximum_step_m = plane.extent_m / 50,
                                         .tolerance = 1e-8,
                                         .length_scale_m = scale};
    Lines lines;
    for (double const distance : distances_m) {
        for (double const side : {1.0, -1.0}) {
            planet::Point const start{side * distance * std::cos(plane.longitude),
                                      side * distance * std::sin(plane.longitude), 0};
            auto const back = trace_field_line(field, body, start, planet::Sense::against_field, limits);
            auto const forth = trace_field_line(field, body, start, planet::Sense::along_field, limits);
            std::vector<planet::Point> points(back.points.rbegin(), back.points.rend());
            points.insert(points.end(), forth.points.begin() + 1, forth.points.end());
            lines.first.push_back(lines.position_km.size() / 3);
            lines.count.push_back(static_cast<std::uint32_t>(points.size()));
            for (auto const& point : points) {
                for (double const component : point)
                    lines.position_km.push_back(component / units::km);
            }
        }
    }
    return lines;
}

void write_lines(record::Group background, bool is_root, Lines const& lines) {
    auto group = background.create_group("field_lines");
    auto first =
        group.create<std::uint64_t>("first", {lines.first.size()}, {"", "row of a line's first point"});
    auto count = group.create<std::uint32_t>("count", {lines.count.size()}, {"", "points of a line"});
    auto position = group.create<double>("position", {lines.position_km.size() / 3, 3},
                                         {"km", "points of the field lines", "pos.cartesian"});
    first.write_rows(0, is_root ? lines.first : std::vector<std::uint64_t>());
    count.write_rows(0, is_root ? lines.count : std::vector<std::uint32_t>());
    position.write_rows(0, is_root ? lines.position_km : std::vector<double>());
}

}  // namespace

void write_background(record::Group root, parallel::Communicator const& communicator,
                      Settings const& settings, planet::Body const& body, planet::MagneticField const& field,
                      planet::Plasma const& plasma) {
    double const unit = unit_of_length(settings, body);
    Plane const plane{settings.background_longitude * units::degree, settings.background_extent * unit,
                      settings.background_points};
    auto group = root.create_group("background");
    group.set("origin", std::vector<double>{0, 0, 0});
    group.set("axis_1", std::vector<double>{std::cos(plane.longitude), std::sin(plane.longitude), 0});
    group.set("axis_2", std::vector<double>{0, 0, 1});

    bool const is_root = communicator.is_root();
    std::vector<double> coordinate;
    for (std::size_t i = 0; is_root && i < plane.points; ++i)
        coordinate.push_back(plane.coordinate(i) / units::km);
    group.create<double>("coordinate_1", {plane.points}, {"km", "distance along axis_1"})
        .write_rows(0, coordinate);
    group.create<double>("coordinate_2", {plane.points}, {"km", "distance along axis_2"})
        .write_rows(0, coordinate);

    auto const block = parallel::block_of(plane.points, communicator.rank(), communicator.size());
    auto const rows =
        parallel::in_agreement(communicator, [&] { return sample_rows(plane, block, field, plasma); });
    record::Shape const shape{plane.points, plane.points};
    group
        .create<double>("electron_density", shape, {"cm-3", "electron density", "phys.density;phys.electron"})
        .write_rows(block.first, rows.density);
    group.create<double>("magnetic_field_strength", shape, {"nT", "magnetic field strength", "phys.magField"})
        .write_rows(block.first, rows.strength);

    std::vector<double> distances;
    for (double const distance : settings.field_line_distances)
        distances.push_back(distance * unit);
    write_lines(group, is_root, parallel::in_agreement(communicator, [&] {
                    return trace_lines(plane, distances, body, field);
                }));
}

}  // namespace vespa::raytrace_driver
