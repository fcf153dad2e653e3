#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "planet/body.hpp"
#include "planet/magnetic_field/field_grid_file.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"

namespace vespa::planet {

/// The sum of the models that the texts name, around a body. Grammar: planet/specification.hpp; names, keys,
/// units and defaults: README.md in this folder. No text gives no field. \param data_directory where the
/// coefficient files of the named internal fields are (inputs/magnetic_field) \throws BadInput for bad
/// grammar, an unknown model or key, a value out of range, a model of another body, a
///         second internal field, or a coefficient file that is missing or bad
/// \param grids the fields of the `grid:` texts, loaded before (field_grid_file.hpp)
/// \param name_file told a file that a text names, before it is opened; may throw BadInput to refuse it
MagneticField make_magnetic_field(std::vector<std::string> const& specifications, Body const& body,
                                  std::filesystem::path const& data_directory,
                                  std::function<void(std::filesystem::path const&)> const& name_file = {},
                                  LoadedFields const& grids = {});

/// A model's name and one line about it, for help texts.
struct MagneticFieldModel {
    std::string name, summary;
};

/// What make_magnetic_field() knows.
std::vector<MagneticFieldModel> magnetic_field_models();

}  // namespace vespa::planet
