#pragma once
#include <string>
#include <vector>

#include "lbl/spectrum/spectrum.hpp"

namespace vespa::lbl_driver {

/// Views from their texts: KIND:angle=DEGREES for nadir and zenith, KIND:height=KM or
/// KIND:from=KM,to=KM,step=KM for limb and occultation. \throws BadInput
std::vector<lbl::View> views_from(std::vector<std::string> const& texts);

}  // namespace vespa::lbl_driver
