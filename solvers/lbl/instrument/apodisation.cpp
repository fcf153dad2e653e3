#include "lbl/instrument/apodisation.hpp"

#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/transfer/gauss_legendre.hpp"

namespace vespa::lbl {
namespace {

/// Sum of A(u) f(u) over the pieces of [0, 1] on which A is smooth.
template <class F>
double integral(LineShape shape, double parameter, double a, F const& f) {
    // A piece of 32 points follows cos(a u) to rounding over a phase of 20 or less.
    static Quadrature const rule = gauss_legendre(32, 0, 1);
    double const corner = shape == LineShape::brault ? parameter : 1;
    double sum = 0;
    for (int part = 0; part < (corner < 1 ? 2 : 1); ++part) {
        double const from = part == 0 ? 0 : corner, to = part == 0 ? corner : 1;
        int const pieces = 1 + static_cast<int>(std::abs(a) * (to - from) / 20);
        double const width = (to - from) / pieces;
        for (int piece = 0; piece < pieces; ++piece) {
            for (std::size_t i = 0; i < rule.node.size(); ++i) {
                double const u = from + width * (piece + rule.node[i]);
                sum += width * rule.weight[i] * apodisation(shape, parameter, u) * f(u);
            }
        }
    }
    return sum;
}

}  // namespace

bool is_apodised(LineShape shape) {
    return shape != LineShape::gauss && shape != LineShape::triangle && shape != LineShape::box;
}

double apodisation(LineShape shape, double parameter, double u) {
    double const v = 1 - u * u, pi = units::pi;
    switch (shape) {
        case LineShape::sinc:
            return 1;
        case LineShape::sinc_squared:
            return 1 - u;
        case LineShape::beer:
            return v * v;
        case LineShape::hamming:
            return 0.53835685 * (1 + 0.857504 * std::cos(pi * u));
        case LineShape::hanning:
            return 0.5 * (1 + std::cos(pi * u));
        case LineShape::norton_beer_weak:
            return 0.384093 + v * (-0.087577 + 0.703484 * v);
        case LineShape::norton_beer_medium:
            return 0.152442 + v * (-0.136176 + 0.983734 * v);
        case LineShape::norton_beer_strong:
            return 0.045335 + v * v * (0.554883 + 0.399782 * v * v);
        case LineShape::brault: {
            if (u < parameter) return 1;
            double const c = std::cos(pi / 2 * (u - parameter) / (1 - parameter));
            return c * c;
        }
        case LineShape::kaiser_bessel:
            return std::cyl_bessel_i(0.0, parameter * std::sqrt(std::max(0.0, v))) /
                   std::cyl_bessel_i(0.0, parameter);
        default:
            return 0;
    }
}

double apodisation_transform(LineShape shape, double parameter, double a) {
    return integral(shape, parameter, a, [a](double u) { return std::cos(a * u); });
}

double apodisation_share(LineShape shape, double parameter, double a) {
    return integral(shape, parameter, a, [a](double u) { return std::sin(a * u) / u; });
}

}  // namespace vespa::lbl
