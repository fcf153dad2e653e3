#pragma once
#include <string>
#include <vector>

#include "raytrace/ions.hpp"

namespace vespa::raytrace_driver {

/// Ion species from texts such as "O:share=0.6" or "ion:mass=48,charge=2,share=0.1". \throws BadInput for bad
/// grammar, an unknown name, a value out of range, or charges that do not neutralise the electrons.
std::vector<raytrace::IonSpecies> ions_from(std::vector<std::string> const& texts);

}  // namespace vespa::raytrace_driver
