#pragma once
#include <limits>
#include <optional>

#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// What is found along the rays beside their paths, each at its own cost (README.md, "Along the ray").
struct Along {
    bool absorption = false;
    bool polarisation = false;
    bool spreading = false;
    /// (Q, U, V)/I at the launch, of length 1 at most; none: the characteristic wave of the ray's mode.
    std::optional<Vector> initial_stokes;

    bool any() const { return absorption || polarisation || spreading; }
};

/// What is known at a point of a ray; NaN where it was not asked for.
struct AlongRay {
    double absorption_Np = std::numeric_limits<double>::quiet_NaN();  ///< ln of the amplitude's loss
    /// (Q, U, V)/I. Q > 0: along the projection of +z on the wave front; U > 0: 45° from it towards
    /// **k** × it; V > 0: right-handed (IEEE: towards **k** × it seen along **k**).
    Vector stokes{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(),
                  std::numeric_limits<double>::quiet_NaN()};
    /// Cross-section, m², over the solid angle of wave normals at the launch, sr: r² in a vacuum. Negative
    /// beyond an odd number of caustics.
    double tube_m2_sr = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace vespa::raytrace
