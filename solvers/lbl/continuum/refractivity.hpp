#pragma once
#include <string>
#include <vector>

#include "lbl/atmosphere/profile.hpp"

namespace vespa::lbl {

/// n - 1 at the levels of a profile, at one wavenumber (cm-1): the sum over its gases, for Shells. Gases
/// that are not known count as the mean of those that are.
/// \throws BadInput where the known ones make up less than 0.8 of a level
std::vector<double> level_refractivity(Profile const& profile, double wavenumber, std::string const& where);

}  // namespace vespa::lbl
