#pragma once
#include <span>
#include <vector>

#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Density and field at many points.
struct MediumValues {
    std::vector<double> density_m3;        ///< [n]
    std::vector<double> magnetic_field_T;  ///< [n, 3]
};

/// The medium at n positions (m), without gradients. What is found at a point does not depend on the other
/// points. Local.
MediumValues evaluate_medium(Medium const& medium, std::span<Vector const> positions);

}  // namespace vespa::raytrace
