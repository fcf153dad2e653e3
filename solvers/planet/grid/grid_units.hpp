#pragma once
#include <string>

namespace vespa::planet {

/// What numbers of a file count in SI units, by the text of their unit; what cannot be one is a BadInput that
/// names `where` and what is allowed. An empty text: the file says nothing.
double length_unit(std::string const& text, double body_radius_m, std::string const& where);  ///< m
double angle_unit(std::string const& text, std::string const& where);                         ///< rad
double density_unit(std::string const& text, std::string const& where);                       ///< m⁻³
double field_unit(std::string const& text, std::string const& where);                         ///< T

}  // namespace vespa::planet
