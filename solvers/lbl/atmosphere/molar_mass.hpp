#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "lbl/atmosphere/profile.hpp"

namespace vespa::lbl {

/// Molar mass of a chemical formula such as "C2H6", g/mol, elements as they occur on Earth (IUPAC standard
/// atomic weights 2021, abridged; Prohaska et al. 2022, Pure Appl. Chem. 94, 573). Empty: not a formula.
std::optional<double> molar_mass_of(std::string_view formula);

/// Of the mixture at each level, g/mol: what the profile states, else the mean over its gases, their mole
/// fractions scaled to sum up to one; a gas whose name is no formula is left out of it.
/// \throws BadInput where the gases that count sum up to less than 0.8
std::vector<double> mean_molar_mass(Profile const& profile, std::string const& where);

}  // namespace vespa::lbl
