#pragma once
#include <string>
#include <vector>

#include "lbl/spectrum/aerosol_layer.hpp"

namespace vespa::shell {
struct Run;
}

namespace vespa::lbl_driver {

/// Aerosols from their texts, NAME:key=value,...: how they scatter (file, or albedo and asymmetry, with
/// reference and exponent for Angstroem's law), their optical depth and where they are (bottom, top,
/// scale-height, km). Reads files. Local. \param lowest, highest  of the spectrum, cm-1 \throws BadInput
std::vector<lbl::AerosolLayer> aerosols_from(shell::Run& run, std::vector<std::string> const& texts,
                                             double lowest, double highest);

}  // namespace vespa::lbl_driver
