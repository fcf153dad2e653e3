#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace vespa::planet {

/// The body whose centre is the origin and whose rotation axis is +z of the frame the models live in.
/// Frame: body-fixed, right-handed, Cartesian; x at east longitude 0, y at east longitude 90°.
struct Body {
    std::string name;            ///< lower case: "jupiter"
    double equatorial_radius_m;  ///< 0 for the body "none"
    double polar_radius_m;       ///< 0 for the body "none"
};

/// Radii of vespa::units (IAU WGCCRE 2015; the Sun: IAU 2015 resolution B3; moons as spheres).
/// "none" is empty space: no surface, both radii 0. \throws BadInput for a name not in body_names().
Body body_named(std::string_view name);

/// What body_named() knows, "none" last.
std::vector<std::string> body_names();

}  // namespace vespa::planet
