#include "raytrace/vectors.hpp"

namespace vespa::raytrace {

// Rodrigues' formula, with sin(x)/x and (1 − cos x)/x² that stay exact for small angles.
Vector rotated(Vector const& a, Vector const& turn) {
    double const angle = norm(turn);
    double const half = 0.5 * angle;
    double const sinc = angle > 0 ? std::sin(angle) / angle : 1;
    double const half_sinc = half > 0 ? std::sin(half) / half : 1;
    Vector const first = cross(turn, a);
    return sum(sum(a, sinc, first), 0.5 * half_sinc * half_sinc, cross(turn, first));
}

Vector carried(Vector const& a, Vector const& from, Vector const& to) {
    Vector const axis = cross(from, to);
    double const cosine = dot(from, to);
    return sum(sum(times(cosine, a), 1, cross(axis, a)), dot(axis, a) / (1 + cosine), axis);
}

}  // namespace vespa::raytrace
