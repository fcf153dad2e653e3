#pragma once
#include <cmath>

#include "raytrace/launch.hpp"

/// Plain vector algebra of what is computed beside the lanes.
namespace vespa::raytrace {

inline double dot(Vector const& a, Vector const& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
inline Vector cross(Vector const& a, Vector const& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline double norm(Vector const& a) {
    return std::sqrt(dot(a, a));
}
inline Vector times(double factor, Vector const& a) {
    return {factor * a[0], factor * a[1], factor * a[2]};
}
/// a + factor b
inline Vector sum(Vector const& a, double factor, Vector const& b) {
    return {a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]};
}
/// NaN for a vector of length 0.
inline Vector unit(Vector const& a) {
    return times(1 / norm(a), a);
}

/// `a` turned by the rotation vector `turn`: about its direction, by its length (rad).
Vector rotated(Vector const& a, Vector const& turn);

/// `a` turned by the least rotation that takes the unit vector `from` to the unit vector `to`.
Vector carried(Vector const& a, Vector const& from, Vector const& to);

}  // namespace vespa::raytrace
