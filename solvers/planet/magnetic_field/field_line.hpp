#pragma once
#include <array>
#include <vector>

#include "planet/body.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"

namespace vespa::planet {

using Point = std::array<double, 3>;

enum class FieldLineEnd {
    surface,         ///< the body's ellipsoid
    outer_sphere,    ///< left the sphere of FieldLineLimits::outer_radius_m
    maximum_length,  ///< grew as long as asked for
    undefined_field  ///< met a null or an undefined value of the field, or a start inside the body
};

struct FieldLineLimits {
    double outer_radius_m;
    double maximum_length_m;
    double maximum_step_m;     ///< keeps the polyline smooth where it is drawn
    double tolerance = 1e-10;  ///< error allowed in a step, relative to length_scale_m
    double length_scale_m;     ///< the body's radius, say
};

/// A piece of a field line, from its start to where it ended.
struct FieldLine {
    std::vector<Point> points;    ///< m, in order of tracing; at least the start
    std::vector<Point> tangents;  ///< unit vectors in the direction of tracing
    std::vector<double> lengths;  ///< arc length from the start, m
    FieldLineEnd end = FieldLineEnd::undefined_field;

    /// Cubic Hermite interpolation: the point at `fraction` ∈ [0, 1] of segment `segment` + 1 <
    /// points.size().
    Point at(std::size_t segment, double fraction) const;
};

/// Sense in which a line is followed.
enum class Sense { along_field, against_field };

/// Follows dx/ds = ±B/|B| from `start` (m) by Dormand–Prince 5(4) with error control; where the line meets
/// the body's surface or the outer sphere is found on the dense output. A start on the surface is followed
/// outwards only: inwards it ends at once.
FieldLine trace_field_line(MagneticField const& field, Body const& body, Point const& start, Sense sense,
                           FieldLineLimits const& limits);

/// |B| in T at a point (m).
double field_strength(MagneticField const& field, Point const& position_m);

}  // namespace vespa::planet
