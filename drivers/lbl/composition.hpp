#pragma once
#include <string>
#include <vector>

namespace vespa::lbl_driver {

/// The gases of a mixture and their mole fractions.
struct Composition {
    std::vector<std::string> gases;
    std::vector<double> abundance;
};

/// From texts GAS=FRACTION. \throws BadInput: what is no fraction of 0 to 1, a gas twice, a sum above 1
Composition composition_from(std::vector<std::string> const& texts);

}  // namespace vespa::lbl_driver
