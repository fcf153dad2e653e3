#pragma once
#include <filesystem>
#include <string>

#include "core/specification/specification.hpp"
#include "planet/body.hpp"

namespace vespa::planet {

/// What a specification `grid:path=FILE,…` asks for. Texts left empty: as the file says.
struct GridRequest {
    std::string text;  ///< the specification as written
    std::filesystem::path path;
    std::string variable;
    std::string unit, length_unit, angle_unit;
    double radius_m = 0;  ///< of the body, the unit "radii"; 0: none
};

/// The keys that all grids have: path, variable (default given), unit, length-unit and, for one that may be
/// spherical, angle-unit. Local, reads no file. \throws BadInput without a path
GridRequest read_grid_request(SpecificationReader& reader, Specification const& specification,
                              Body const& body, std::string const& default_variable, bool may_be_spherical);

}  // namespace vespa::planet
