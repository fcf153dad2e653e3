#pragma once
#include <string>
#include <vector>

#include "planet/body.hpp"
#include "planet/plasma/density_grid_file.hpp"
#include "planet/plasma/plasma.hpp"

namespace vespa::planet {

/// The sum of the models that the texts name, around a body. Grammar: planet/specification.hpp; names, keys,
/// units and defaults: README.md in this folder. Lengths in km, densities in cm-3, angles in degrees, unless
/// the key's range says otherwise. \throws BadInput for bad grammar, an unknown model or key, a value out of
/// range, or a model that belongs to another body. Local.
/// \param grids the densities of the `grid:` texts, loaded before (density_grid_file.hpp)
Plasma make_plasma(std::vector<std::string> const& specifications, Body const& body,
                   LoadedDensities const& grids = {});

/// A model's name and one line about it, for help texts.
struct PlasmaModel {
    std::string name, summary;
};

/// What make_plasma() knows.
std::vector<PlasmaModel> plasma_models();

}  // namespace vespa::planet
