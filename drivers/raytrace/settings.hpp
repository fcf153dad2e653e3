#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drivers/radio/medium.hpp"
#include "drivers/radio/waves.hpp"
#include "raytrace/problem.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::raytrace_driver {

enum class LengthUnit { radius, km };
enum class SourceKind { points, grid, flux_tube, list };
enum class DirectionKind { fixed, cone, field_cone };
/// automatic: those of ARTEMIS-P for its own inputs, otherwise CODATA 2018.
enum class ConstantSet { automatic, codata, artemis };
enum class Sharing { automatic, shared, bricks };
enum class Hemisphere { north, south };

/// The options of vespa-raytrace as given; lengths in `length_unit`, frequencies in MHz, angles in degrees.
struct Settings : radio_driver::MediumChoice, radio_driver::Waves {
    // medium
    ConstantSet constants = ConstantSet::automatic;
    std::vector<std::string> ions;

    // along the rays
    std::vector<std::string> collisions;
    bool polarisation = false;
    std::optional<std::array<double, 3>> initial_stokes;
    bool spreading = false;
    std::array<double, 3> source_velocity = {0, 0, 0}, observer_velocity = {0, 0, 0};  ///< km/s

    // sources
    LengthUnit length_unit = LengthUnit::radius;
    SourceKind source = SourceKind::points;
    std::vector<double> source_positions;
    std::optional<std::array<double, 3>> grid_lower, grid_upper;
    std::vector<double> grid_counts;
    double flux_tube_distance = 5.9;
    std::vector<double> flux_tube_longitudes;
    Hemisphere hemisphere = Hemisphere::north;
    double gyrofrequency_ratio = 1.02;
    std::filesystem::path source_file;

    // directions
    DirectionKind directions = DirectionKind::fixed;
    std::vector<double> direction_vectors;
    std::array<double, 3> cone_axis = {0, 0, 1};
    std::vector<double> cone_angles = {90};
    std::uint32_t cone_azimuths = 36;

    // where rays end
    bool through_body = false;
    std::optional<double> outer_radius;
    std::optional<std::array<double, 3>> box_lower, box_upper;
    std::optional<double> maximum_path;
    double maximum_index = 1000;

    // integration
    double tolerance = 1e-8;
    raytrace::Order order = raytrace::Order::fifth;
    std::optional<double> length_scale;
    std::optional<double> initial_step, maximum_step;
    std::optional<double> maximum_reach;
    std::uint32_t maximum_steps = 100000;

    // ranks
    Sharing sharing = Sharing::automatic;
    std::uint32_t bricks_per_rank = 0;  ///< 0: as many as suit

    // samples and background
    raytrace::SampleAt samples = raytrace::SampleAt::steps;
    double sample_interval = 0.1;
    std::uint32_t sample_knots = 100;
    bool background = false;
    double background_longitude = 0;
    double background_extent = 10;
    std::uint32_t background_points = 401;
    std::vector<double> field_line_distances;

    // hit map
    bool hit_map = false;
    std::uint32_t hit_map_longitudes = 72, hit_map_latitudes = 36;
    std::vector<double> hit_map_edges;

    // inputs of ARTEMIS-P
    std::filesystem::path artemis_environ, artemis_rays;

    // other formats
    bool votable = false, vtk = false;
};

/// Declares every option and binds it to `settings`.
void declare(shell::Options& options, Settings& settings);

}  // namespace vespa::raytrace_driver
