#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "lbl/transfer/small_matrix.hpp"

namespace vespa::lbl {

/// Weight of the streams that stand for view directions. They see all and hardly count: the error is of this
/// order, that of rounding sqrt(weight)^-1 of a double's.
inline constexpr double view_weight = 1e-10;

/// Directions of a hemisphere: double-Gauss quadrature, then the view directions.
struct Ordinates {
    std::vector<double> cosine, weight;
    std::size_t quadrature = 0;  ///< how many of them are the quadrature's: half the streams

    std::size_t size() const { return cosine.size(); }
};
Ordinates make_ordinates(std::size_t streams, std::span<double const> views);

/// P_l^m(x) sqrt((l - m)! / (l + m)!) for l = 0 ... count - 1 (0 for l < m).
std::vector<double> associated_legendre(std::size_t m, std::size_t count, double x);

/// A layer as the discrete ordinates see it, delta-M scaled where that is wanted.
struct OrdinateLayer {
    double optical_depth = 0, albedo = 0;
    std::vector<double> moments;  ///< as many as streams
};

/// Light on a layer's two sides.
struct LayerResponse {
    SmallMatrix reflection, transmission;  ///< the same from above and below
    SmallVector up, down;                  ///< what leaves its top and its bottom by its own sources
    explicit LayerResponse(std::size_t n) : reflection(n), transmission(n), up(n), down(n) {}
};

/// Sources within a layer.
struct LayerSources {
    double planck_top = 0, planck_bottom = 0;
    double sun_irradiance = 0;  ///< at its top, on a plane facing the sun
    double sun_cosine = 0;
};

/// Response of a homogeneous layer to light of azimuthal order m (Stamnes et al. 1988, Appl. Opt. 27, 2502,
/// for the eigenproblem, in the symmetric form of Nakajima & Tanaka 1986, JQSRT 35, 13). Solutions are even
/// and odd about the layer's middle, so that only tanh(k tau / 2) enters: nothing overflows in a thick layer,
/// and k = 0 (no absorption) is no exception. \param legendre  associated_legendre(m) at each ordinate \param
/// at_sun    the same at -sun_cosine
LayerResponse respond(OrdinateLayer const& layer, Ordinates const& ordinates, std::size_t m,
                      std::vector<std::vector<double>> const& legendre, std::vector<double> const& at_sun,
                      LayerSources const& sources);

}  // namespace vespa::lbl
