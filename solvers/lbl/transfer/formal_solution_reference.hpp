#pragma once
#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl {

/// The plain twins of formal_solution.hpp, point by point.
void radiance_along_reference(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                              std::span<double const> beyond, std::span<double> radiance,
                              std::span<double> transmittance);
void radiance_with_slopes_reference(Sight const& sight, std::span<double const> wavenumber,
                                    Rows optical_depth, std::span<double const> beyond,
                                    Rows depth_by_temperature, std::span<double const> mean_share,
                                    std::span<double> radiance, std::span<double> transmittance,
                                    RadianceSlopes const& slopes);

}  // namespace vespa::lbl
