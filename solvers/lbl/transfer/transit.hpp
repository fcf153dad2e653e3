#pragma once
#include <span>

#include "lbl/transfer/layer_rows.hpp"

namespace vespa::lbl {

/// Effective radius of a planet in transit, R^2 = b_0^2 + 2 * integral of b (1 - e^-tau(b)) db, m: the opaque
/// disc that takes as much of a uniform stellar disc's light. Between two rays ln tau is linear in b (tau
/// itself where it is 0 at one of them), and each interval is integrated by Gauss-Legendre quadrature of four
/// points: the error falls with the square of the spacing, 1e-10 R at a tenth of a scale height.
/// \param impact         b of the rays, m, rising (Shells::Limb::impact); the disc within the first is
/// opaque,
///                       outside the last nothing absorbs
/// \param optical_depth  along each ray (optical_depth_along): [ray][point]
/// \param radius         at every point
/// \throws BadInput for impacts that do not rise
void transit_radius(std::span<double const> impact, Rows optical_depth, std::span<double> radius);

/// Depth of the transit (R / R_star)^2 at every point, of radii in m.
void transit_depth(std::span<double const> radius, double star_radius, std::span<double> depth);

}  // namespace vespa::lbl
