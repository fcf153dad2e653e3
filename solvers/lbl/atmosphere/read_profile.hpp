#pragma once
#include <filesystem>
#include <istream>
#include <string>

#include "lbl/atmosphere/profile.hpp"

namespace vespa::lbl {

/// Our own table. First line "vespa-profile 1"; then optionally "molar_mass 28.96" (g/mol); then
/// "columns pressure:hPa temperature:K height:km CO2:1 H2O:ppmv ..." in any order, height optional, units of
/// profile_units.hpp; then a row a level, from below or from above. # begins a comment line.
/// All readers: \param name what messages call the text: its path. The profile is checked.
/// \throws BadInput with the line
Profile read_profile_table(std::istream& text, std::string const& name);

/// Profile of the Reference Forward Model (Dudhia 2017, JQSRT 186, 243): ! comments, the number of levels,
/// then sections "*HGT [km]", "*PRE [mb]", "*TEM [K]", "*H2O [ppmv]" ... "*END" of so many numbers each.
Profile read_rfm_profile(std::istream& text, std::string const& name);

/// Columns under "#what:" and "#units:", as the AFGL model atmospheres (Anderson et al. 1986,
/// AFGL-TR-86-0110) are passed on; the units of each column count (one of them gives O2 alone in ppm).
/// A column "density" is passed over: it follows from p and T.
Profile read_afgl_profile(std::istream& text, std::string const& name);

/// Reference profile of NEMESIS (Irwin et al. 2008, JQSRT 109, 1136): AMFORM, number of planets, "planet
/// latitude levels gases [molar mass]", a line "id isotopologue" a gas, a heading, then rows of height (km),
/// pressure (atm), T (K) and mole fractions. Gases are RADTRAN's; unknown ones are called "radtran_<id>".
Profile read_nemesis_profile(std::istream& text, std::string const& name);

/// Any of them from a file, told apart by what stands in it: "vespa-profile" first, a line "*END", a line
/// "#what", else NEMESIS. \throws BadInput also when it cannot be read
Profile read_profile_file(std::filesystem::path const& path);

}  // namespace vespa::lbl
