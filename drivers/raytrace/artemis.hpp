#pragma once
#include <optional>

#include "drivers/raytrace/artemis_files.hpp"
#include "drivers/raytrace/settings.hpp"

namespace vespa::raytrace_driver {

/// Takes ARTEMIS-P's files that the settings name into the settings (README.md, "Inputs of ARTEMIS-P"): what
/// stands at its default becomes the files', what does not stays. So a record of the settings repeats the
/// run. Decides which constants `automatic` are. Local. \return the rays of --artemis-rays, if that is given
/// \throws BadInput with file and line, or where an option contradicts a file
std::optional<ArtemisRays> import_artemis(Settings& settings);

}  // namespace vespa::raytrace_driver
