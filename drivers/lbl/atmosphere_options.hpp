#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lbl/spectrum/spectrum.hpp"

namespace vespa::shell {
class Options;
struct Run;
}  // namespace vespa::shell

namespace vespa::lbl_driver {

/// An atmosphere, what is below it, and its continuous absorbers, as given.
struct AtmosphereOptions {
    std::filesystem::path profile;
    double radius = 0, gravity = 0;
    lbl::ColumnFrom columns = lbl::ColumnFrom::pressure;
    bool refraction = false;
    std::vector<std::string> collisions;
    bool collisions_nearest = false;
    std::filesystem::path water_continuum;
    bool rayleigh = false;
    std::vector<std::string> aerosols;
    std::size_t streams = 0;
    double surface_temperature = 0;
    double emissivity = 1;
    bool lambert = false;
    std::optional<double> sun_zenith_angle;
    double sun_distance = 1;
    double star_temperature = 5772;
    double star_radius = 1;
};

/// How it is looked at, and what is wanted beside.
struct ViewOptions {
    std::vector<std::string> views;
    bool transit = false;
    lbl::LayerSource source = lbl::LayerSource::isothermal;
    bool opacities = false;
    bool contributions = false;
    std::vector<std::string> jacobians;
};

void declare(shell::Options& options, AtmosphereOptions& atmosphere);
void declare(shell::Options& options, ViewOptions& views);

/// Fills profile, sphere, surface, sunlight and continua; reads files. Local. \pre problem.grid is there
/// \throws BadInput
void take(shell::Run& run, AtmosphereOptions const& options, lbl::SpectrumProblem& problem);
/// Fills views and what is wanted. \throws BadInput
void take(ViewOptions const& options, lbl::SpectrumProblem& problem);

}  // namespace vespa::lbl_driver
