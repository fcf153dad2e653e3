#pragma once
#include <cstddef>
#include <vector>

namespace vespa::lbl {

/// The part of a line of sight that lies in one homogeneous layer. Layer k lies between level k below and
/// level k + 1 above. Temperatures on the segment are mixtures of the two levels': T = (1 - share) T_k +
/// share T_{k+1}.
struct PathSegment {
    std::size_t layer = 0;
    double factor = 1;        ///< optical depth along the segment / vertical optical depth of the layer
    double mean_share = 0.5;  ///< upper level's share in the segment's mean temperature
    double near_share = 1;    ///< upper level's share at the end towards the observer
    double far_share = 0;     ///< and at the far end
};

/// A line of sight, from the observer outwards.
struct Path {
    std::vector<PathSegment> segments;
    bool ends_at_surface = false;  ///< else it leaves to space
    double surface_cosine = 1;     ///< of its zenith angle where it meets the surface
};

}  // namespace vespa::lbl
