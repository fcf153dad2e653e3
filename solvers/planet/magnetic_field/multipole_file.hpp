#pragma once
#include <filesystem>
#include <istream>
#include <string>

#include "planet/magnetic_field/multipoles.hpp"

namespace vespa::planet {

/// Reads coefficients in the text format of inputs/magnetic_field/README.md.
/// \param name what messages call the text: its path
/// \throws BadInput "name:line: what; allowed: …" for anything that departs from the format: an unknown,
///         repeated or missing key, a term missing, repeated or out of order, a value that is no finite
///         number
MultipoleCoefficients read_multipole_coefficients(std::istream& text, std::string const& name);

/// The same from a file. \throws BadInput also when it cannot be read.
MultipoleCoefficients read_multipole_file(std::filesystem::path const& path);

}  // namespace vespa::planet
