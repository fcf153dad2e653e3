#pragma once
#include <array>

namespace vespa::planet {

/// Right-handed axes of a tilted disc in the axes of the body: [0] and [1] span the disc, [2] is its normal.
using DiscAxes = std::array<std::array<double, 3>, 3>;

/// \param tilt      rad, between +z and the disc's normal
/// \param longitude rad, east longitude toward which the normal leans
DiscAxes disc_axes(double tilt, double longitude);

/// How the field of a current disc is computed.
enum class DiscForm {
    exact,    ///< the integral itself, to a tolerance
    edwards,  ///< the approximations of Edwards et al. 2001 (Planet. Space Sci. 49, 1115): free of
              ///< divergence, off by up to 14 nT near the edges of Jupiter's disc
    can81,    ///< those of Connerney et al. 1981 (J. Geophys. Res. 86, 8370)
};

/// A disc of azimuthal current I0/ρ between two radii and within a half thickness of its plane
/// (Connerney et al. 1981; Connerney et al. 2020, 10.1029/2020JA028138). Where its gradient jumps (the faces
/// of the disc) the gradient is that of one side; at the edges' rings, ρ = edge and |z| = half thickness, it
/// has a logarithmic singularity.
struct CurrentDisc {
    double strength;        ///< μ0 I0 / 2, T
    double inner_edge;      ///< m, above 0
    double outer_edge;      ///< m, above inner_edge
    double half_thickness;  ///< m, above 0
    DiscAxes axes;
    DiscForm form;
    double tolerance;  ///< T: error allowed to the exact form of one edge
};

/// The radial current of Connerney et al. 2020: B_φ = −strength/ρ · clip(z / half_thickness, −1, 1) about the
/// disc's axis. It falls as 1/ρ at all distances: singular on the axis, where it is taken as zero.
struct RadialCurrent {
    double strength;        ///< T m
    double half_thickness;  ///< m, above 0
    DiscAxes axes;
};

}  // namespace vespa::planet
