#include "planet/grid/grid_request.hpp"

#include "core/errors/bad_input.hpp"

namespace vespa::planet {

GridRequest read_grid_request(SpecificationReader& reader, Specification const& specification,
                              Body const& body, std::string const& default_variable, bool may_be_spherical) {
    GridRequest request;
    request.text = specification.text;
    request.path = reader.word("path", "", {});
    if (request.path.empty()) throw BadInput("no path", reader.where(), "path=FILE of HDF5 or netCDF-4");
    request.variable = reader.word("variable", default_variable, {});
    request.unit = reader.word("unit", "", {});
    request.length_unit = reader.word("length-unit", "", {});
    if (may_be_spherical) request.angle_unit = reader.word("angle-unit", "", {});
    request.radius_m = body.equatorial_radius_m;
    return request;
}

}  // namespace vespa::planet
