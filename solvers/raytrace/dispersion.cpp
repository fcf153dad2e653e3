#include "raytrace/dispersion.hpp"

#include <cmath>

namespace vespa::raytrace {

double refractive_index_squared(double X, double Y, double cos_theta, Mode mode) {
    double const u = 1 - X;
    double const y = Y * Y;
    if (y == 0) return u;
    double const sign = mode == Mode::ordinary ? 1 : -1;
    double const along = cos_theta * cos_theta;
    double const across = (1 - std::abs(cos_theta)) * (1 + std::abs(cos_theta));
    double const A = u - y + X * y * along;
    double const B = -u * (u - y) + 0.5 * X * y * across;
    double const C = u * (u * u - y);
    double const root = sign * X * std::sqrt(0.25 * y * y * across * across + u * u * y * along);
    // The two forms are the same root, as the product of both roots is C/A.
    if (-B * root >= 0) return (-B + root) / A;
    return C / (-B - root);
}

}  // namespace vespa::raytrace
