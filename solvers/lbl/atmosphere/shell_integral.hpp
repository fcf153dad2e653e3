#pragma once

namespace vespa::lbl {

/// A spherical shell with a density and a refractivity that fall exponentially with radius.
struct Shell {
    double lower = 0, upper = 0;    ///< radii, m
    double density_scale = 0;       ///< m; infinity: homogeneous. Negative: the density rises
    double refractivity = 0;        ///< n - 1 at `lower`
    double refractivity_scale = 0;  ///< m; as density_scale

    double refractivity_at(double radius) const;
};

/// What a ray meets on its way through a shell, one way.
struct ShellPassage {
    double column = 0;   ///< integral of density ds over that of density dr through the whole shell
    double share = 0;    ///< mean over density ds of (r - lower) / (upper - lower)
    double bending = 0;  ///< angle, rad, towards the centre for refractivity that falls outwards
};

/// Passage between radii `from` < `to` within the shell of a ray with Bouguer's constant a = n r sin(theta).
/// \param turning  radius where the ray runs level or, extended, would: n(turning) turning = a if turning
///                 lies in the shell; <= from. The substitution r = turning + s^2 takes the singularity of
///                 ds = n r dr / sqrt(n^2 r^2 - a^2) away, Gauss-Legendre quadrature in s does the rest.
/// \param at_turning  refractivity at `turning`, whether that lies in this shell or below
/// NaN where the ray does not reach `to` (the refractivity falls faster than 1/r)
ShellPassage pass_shell(Shell const& shell, double from, double to, double turning, double at_turning);

}  // namespace vespa::lbl
