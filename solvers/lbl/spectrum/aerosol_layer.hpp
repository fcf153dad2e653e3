#pragma once
#include <string>
#include <vector>

#include "lbl/atmosphere/layers.hpp"
#include "lbl/continuum/aerosol.hpp"

namespace vespa::lbl {

/// Particles of one kind, how many there are and where.
struct AerosolLayer {
    std::string name;
    AerosolOptics optics;
    double optical_depth = 0;    ///< vertical, of all of them, where the table's extinction is 1
    double bottom = 0, top = 0;  ///< heights, m
    double scale_height = 0;     ///< m, of the extinction's fall with height; 0: even from bottom to top
};

/// \throws BadInput for an optical depth that is negative, a top that is not above the bottom, a layer that
/// lies beside the atmosphere
void check(AerosolLayer const& aerosol, std::vector<Layer> const& layers);

/// Vertical optical depth in each layer of an atmosphere; what of the particles lies beyond it is left out.
std::vector<double> depths_in(AerosolLayer const& aerosol, std::vector<Layer> const& layers);

}  // namespace vespa::lbl
