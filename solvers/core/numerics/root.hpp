#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

namespace vespa::numerics {

/// Root of a continuous function in a bracket, by inverse quadratic interpolation safeguarded with bisection:
/// each evaluation shrinks the bracket, and at worst it takes as many as a bisection, to within a factor of
/// about two. T. R. Chandrupatla (1997, Adv. Eng. Softw. 28, 145). \param f       double(double) \param a,b
/// ends of the bracket, in any order \param f_a,f_b f there, of opposite signs or zero; f_b is returned for
/// where the signs are equal: the caller's error \param width   the bracket is shrunk to this width or to
/// what double precision resolves \return the end of the last bracket with the smaller |f|
template <class F>
double find_root(F const& f, double a, double b, double f_a, double f_b, double width) {
    if (f_a == 0) return a;
    double c = a;
    double f_c = f_a;
    double t = 0.5;
    for (int evaluations = 0; evaluations < 200 && f_b != 0; ++evaluations) {
        double const x = a + t * (b - a);
        double const f_x = f(x);
        if (std::signbit(f_x) == std::signbit(f_a)) {
            c = a;
            f_c = f_a;
        } else {
            c = b;
            f_c = f_b;
            b = a;
            f_b = f_a;
        }
        a = x;
        f_a = f_x;

        double const best = std::abs(f_a) < std::abs(f_b) ? a : b;
        double const f_best = std::abs(f_a) < std::abs(f_b) ? f_a : f_b;
        double const limit = 2 * std::numeric_limits<double>::epsilon() * std::abs(best) + 0.5 * width;
        double const margin = limit / std::abs(b - a);
        if (margin > 0.5 || f_best == 0) return best;

        // Interpolate where the three points look like a monotone curve with a single inflexion, else bisect.
        double const xi = (a - b) / (c - b);
        double const phi = (f_a - f_b) / (f_c - f_b);
        bool const trusted = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
        t = trusted ? f_a / (f_b - f_a) * f_c / (f_b - f_c) +
                          (c - a) / (b - a) * f_a / (f_c - f_a) * f_b / (f_c - f_b)
                    : 0.5;
        t = std::clamp(t, margin, 1 - margin);
    }
    return b;
}

/// Root of a smooth function in a bracket, by Newton's iteration safeguarded with bisection (rtsafe of Press
/// et al., Numerical Recipes, section 9.4), from where the chord through the ends meets zero. \param f
/// returns something with `value` and `slope` \param a,b  ends of the bracket \param f_a,f_b  values there,
/// of opposite signs; b is returned where f_b is zero \param step  the iteration ends with a Newton step
/// below it; the error left is of the order of its square
template <class F>
double find_smooth_root(F const& f, double a, double b, double f_a, double f_b, double step) {
    if (f_a == 0) return a;
    if (f_b == 0) return b;
    double x = a + (b - a) * (f_a / (f_a - f_b));
    double before = std::abs(b - a);
    for (int evaluations = 0; evaluations < 100; ++evaluations) {
        auto const at = f(x);
        if (at.value == 0) return x;
        (std::signbit(at.value) == std::signbit(f_a) ? a : b) = x;
        double next = x - at.value / at.slope;
        bool const inside = next > std::min(a, b) && next < std::max(a, b);
        if (inside && std::abs(next - x) <= step) return next;
        if (!inside || std::abs(next - x) > 0.5 * before) next = 0.5 * (a + b);
        before = std::abs(next - x);
        if (before <= std::numeric_limits<double>::epsilon() * std::abs(x)) return next;
        x = next;
    }
    return x;
}

}  // namespace vespa::numerics
