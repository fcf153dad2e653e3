#include "lbl/atmosphere/shell_integral.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace vespa::lbl {
namespace {

/// Gauss-Legendre, 16 points on [-1, 1]: the positive half (Abramowitz & Stegun 1964, table 25.4).
constexpr std::array<double, 8> node{0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863,
                                     0.6178762444026437484, 0.7554044083550030339, 0.8656312023878317439,
                                     0.9445750230732325761, 0.9894009349916499326};
constexpr std::array<double, 8> weight{0.1894506104550684963, 0.1826034150449235889, 0.1691565193950025382,
                                       0.1495959888165767321, 0.1246289712555338720, 0.0951585116824927848,
                                       0.0622535239386478929, 0.0271524594117540949};

double decay(double distance, double scale) {
    return std::isinf(scale) ? 1 : std::exp(-distance / scale);
}

/// Integral of the density, 1 at the lower edge, through the shell.
double radial_column(Shell const& shell) {
    double const thickness = shell.upper - shell.lower;
    if (std::isinf(shell.density_scale)) return thickness;
    return -shell.density_scale * std::expm1(-thickness / shell.density_scale);
}

class Integrand {
  public:
    Integrand(Shell const& shell, double turning, double at_turning)
        : shell_(shell), turning_(turning), at_turning_(at_turning), a_((1 + at_turning) * turning) {}

    /// Adds what the piece at s = sqrt(r - turning) of weight ds brings.
    void add(double s, double ds, ShellPassage& sum) const {
        double const r = turning_ + s * s;
        double const refractivity = shell_.refractivity_at(r);
        double const n = 1 + refractivity;
        // (n r - a) / s^2, the difference of the refractivities taken before it cancels where both lie in
        // one shell.
        double const rise = turning_ >= shell_.lower && !std::isinf(shell_.refractivity_scale) && s > 0
                                ? at_turning_ * std::expm1(-s * s / shell_.refractivity_scale)
                                : refractivity - at_turning_;
        double const excess = n + turning_ * rise / (s * s);
        // sqrt(n^2 r^2 - a^2) = s sqrt(excess (n r + a)); negative: NaN, the ray does not come here
        double const root = std::sqrt(excess * (n * r + a_));
        double const path = 2 * ds * n * r / root;
        double const density = decay(r - shell_.lower, shell_.density_scale);
        sum.column += density * path;
        sum.share += density * path * (r - shell_.lower) / (shell_.upper - shell_.lower);
        if (!std::isinf(shell_.refractivity_scale))
            sum.bending += 2 * ds * a_ * refractivity / (shell_.refractivity_scale * n * root);
    }

  private:
    Shell const& shell_;
    double turning_, at_turning_, a_;
};

}  // namespace

double Shell::refractivity_at(double radius) const {
    return refractivity * decay(radius - lower, refractivity_scale);
}

ShellPassage pass_shell(Shell const& shell, double from, double to, double turning, double at_turning) {
    ShellPassage sum;
    Integrand const integrand(shell, turning, at_turning);
    double const s_from = std::sqrt(std::max(0.0, from - turning)), s_to = std::sqrt(to - turning);
    // A density that falls by more than a factor e^4 over a piece would strain the rule.
    double const scale = std::min(std::abs(shell.density_scale), std::abs(shell.refractivity_scale));
    int const pieces =
        std::isinf(scale) ? 1 : 1 + static_cast<int>(std::min(200.0, (to - from) / (4 * scale)));
    double const half = (s_to - s_from) / (2 * pieces);
    for (int piece = 0; piece < pieces; ++piece) {
        double const middle = s_from + (2 * piece + 1) * half;
        for (std::size_t i = 0; i < node.size(); ++i) {
            integrand.add(middle - half * node[i], half * weight[i], sum);
            integrand.add(middle + half * node[i], half * weight[i], sum);
        }
    }
    sum.share /= sum.column;
    sum.column /= radial_column(shell);
    return sum;
}

}  // namespace vespa::lbl
