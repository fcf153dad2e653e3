#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drivers/radio/medium.hpp"
#include "drivers/radio/waves.hpp"

namespace vespa::occultation_driver {

/// The options of vespa-occultation as given; lengths in km, frequencies in MHz.
struct Settings : radio_driver::MediumChoice, radio_driver::Waves {
    std::vector<std::string> collisions;
    std::optional<double> outer_radius;
    std::filesystem::path ephemeris;
    std::optional<std::array<double, 3>> source_direction;
    std::uint32_t fan = 96;
    double homing_tolerance = 1e-8;  ///< rad
    double tolerance = 1e-9;
    std::optional<double> length_scale, maximum_step;
    std::uint32_t maximum_steps = 100000;
};

/// Declares every option and binds it to `settings`.
void declare(shell::Options& options, Settings& settings);

}  // namespace vespa::occultation_driver
