#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vespa::lbl {

/// What an instrument makes of a narrow line. The first nine are Fourier transforms of an apodisation A(u), u
/// the optical path difference over its maximum L; the last three stand for gratings and filters.
enum class LineShape {
    sinc,                ///< A = 1
    sinc_squared,        ///< 1 - u
    beer,                ///< (1 - u^2)^2
    hamming,             ///< 0.53835685 (1 + 0.857504 cos pi u)
    hanning,             ///< (1 + cos pi u) / 2
    norton_beer_weak,    ///< polynomials in 1 - u^2 of Norton & Beer 1976, J. Opt. Soc. Am. 66, 259; their
    norton_beer_medium,  ///< errata 1977, 67, 419
    norton_beer_strong,
    brault,         ///< 1 up to u = P, then cos^2 down to 0 at u = 1; P about 0.9
    kaiser_bessel,  ///< I0(P sqrt(1 - u^2)) / I0(P); P from 2 to 4 in use
    gauss,
    triangle,
    box
};

/// An instrument's line shape: which, how wide, and how far it is followed.
struct InstrumentShape {
    LineShape shape = LineShape::gauss;
    double full_width = 0;  ///< at half maximum, cm-1; of the box its width
    double reach =
        0;  ///< cut at this distance from the centre, cm-1, > 0; triangle and box end by themselves
    double parameter = 0;  ///< P of brault (0 < P < 1) and kaiser_bessel (0 < P <= 20); else not used
};

/// Name as in "norton_beer_medium", and back. \throws BadInput for another name
std::string name_of(LineShape shape);
LineShape line_shape_of(std::string_view name);

/// \throws BadInput for widths that are not positive, a reach within the half width, a parameter out of range
void check(InstrumentShape const& instrument, std::string const& where);

/// Half width at half maximum times the maximum path difference L, of a shape that has one (cm-1 cm): so
/// L = half_width_product / (full_width / 2). \throws BadInput for a grating's shape
double half_width_product(LineShape shape, double parameter);

/// The line shape at a distance from the centre, cm; its integral over all distances is 1.
double line_shape_at(InstrumentShape const& instrument, double distance);

/// A line shape on the points of a grid.
struct ShapeKernel {
    std::vector<double> weight;  ///< at -m ... m steps from the centre; their sum is 1
    double missing = 0;  ///< part of the integral that lies beyond the reach (may be negative: side lobes):
                         ///< what the sum has been scaled up by
    std::size_t half() const { return weight.size() / 2; }
};

/// \param step  of the grid, cm-1 \throws BadInput if it exceeds a sixth of the half width at half maximum
ShapeKernel make_kernel(InstrumentShape const& instrument, double step);

}  // namespace vespa::lbl
