#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "lbl/layer_lines.hpp"

namespace vespa::lbl::testing {

/// What the reference spectra need of a HITRAN record of 160 characters.
struct HitranLine {
    int molecule, isotopologue;
    double position, strength, air_half_width, lower_energy, exponent, shift;
};

/// Records of a .par file with positions in [low, high], sorted by position.
std::vector<HitranLine> read_par(std::filesystem::path const& path, double low, double high);

/// Those lines in air at a temperature (K) and pressure (atm), as the reference spectra have them:
/// intensities by the tables of masses and partition sums in `tips` (a folder with isotopologues.csv and
/// q_tips2025_selected.csv; of its rows the nearest in temperature is taken: where it is another, all
/// strengths of an isotopologue are off by a common factor).
LayerLines air_layer(std::vector<HitranLine> const& list, std::filesystem::path const& tips,
                     double temperature, double pressure);

}  // namespace vespa::lbl::testing
