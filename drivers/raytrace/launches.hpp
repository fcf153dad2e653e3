#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// The launches that `settings` describe: of each source, for each mode, each direction (varying fastest), or
/// those of the file. Local. \param field must outlive the result \throws BadInput
std::unique_ptr<raytrace::LaunchSource> make_launches(Settings const& settings, planet::Body const& body,
                                                      planet::MagneticField const& field);

/// "O" or "X", in either case. \throws BadInput
raytrace::Mode mode_named(std::string const& name, std::string const& where);

/// Reads a list of launches: comma-separated, a first line with the columns x, y, z, dx, dy, dz, frequency
/// (MHz) and mode in any order, empty lines and lines that begin with # ignored.
/// \param unit_m metres in one unit of x, y and z
/// \throws BadInput with file and line
std::vector<raytrace::Launch> read_launch_list(std::filesystem::path const& file, double unit_m);

}  // namespace vespa::raytrace_driver
