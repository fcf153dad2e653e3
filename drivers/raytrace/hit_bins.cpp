#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/hit_map.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {

namespace {

/// Numbers of all maps together: 256 MiB a rank.
constexpr double most_cells = 1 << 25;

/// The wave's frequencies follow a pattern, and its places one another.
bool has_pattern(Settings const& settings) {
    return settings.source != SourceKind::list && settings.artemis_rays.empty();
}

std::uint64_t places_of(Settings const& settings) {
    if (!has_pattern(settings)) return 1;
    switch (settings.source) {
        case SourceKind::points:
            return settings.source_positions.size() / 3;
        case SourceKind::flux_tube:
            return settings.flux_tube_longitudes.size();
        default: {
            std::uint64_t count = 1;
            for (double const along : settings.grid_counts)
                count *= static_cast<std::uint64_t>(along);
            return count;
        }
    }
}

std::vector<HitBins::Band> bands_of(Settings const& settings) {
    std::vector<HitBins::Band> bands;
    auto const& edges = settings.hit_map_edges;
    if (edges.size() == 1)
        throw BadInput("one edge makes no band", "--hit-map-edges", "two or more frequencies in MHz");
    for (std::size_t i = 1; i < edges.size(); ++i) {
        if (!(edges[i - 1] < edges[i]))
            throw BadInput(fmt::format("{} MHz follows {} MHz", edges[i], edges[i - 1]), "--hit-map-edges",
                           "frequencies in rising order");
        bands.push_back({edges[i - 1] * units::MHz, edges[i] * units::MHz});
    }
    if (!bands.empty()) return bands;
    if (!has_pattern(settings)) return {{0, std::numeric_limits<double>::infinity()}};
    auto frequencies = wave_frequencies(settings);
    std::sort(frequencies.begin(), frequencies.end());
    frequencies.erase(std::unique(frequencies.begin(), frequencies.end()), frequencies.end());
    for (double const frequency : frequencies)
        bands.push_back({frequency, frequency});
    return bands;
}

}  // namespace

HitBins hit_bins_from(Settings const& settings, raytrace::Problem const& problem) {
    if (!std::isfinite(problem.surfaces.outer_radius_m))
        throw BadInput("a map of hits needs the sphere that is hit", "--hit-map", "--outer-radius with it");
    HitBins bins;
    bins.radius_m = problem.surfaces.outer_radius_m;
    bins.longitudes = settings.hit_map_longitudes;
    bins.latitudes = settings.hit_map_latitudes;
    bins.bands = bands_of(settings);
    bins.places = places_of(settings);
    bins.rays_of_place = problem.launches->size() / bins.places;
    double const cells = static_cast<double>(bins.bands.size()) * bins.longitudes *
                         (2.0 * bins.latitudes + static_cast<double>(bins.places));
    if (cells > most_cells) {
        throw BadInput(fmt::format("{} bands, {} longitudes, {} latitudes and {} places make {:.0f} numbers",
                                   bins.bands.size(), bins.longitudes, bins.latitudes, bins.places, cells),
                       "--hit-map",
                       fmt::format("{:.0f} numbers: fewer bins, or bands by --hit-map-edges", most_cells));
    }
    return bins;
}

}  // namespace vespa::raytrace_driver
