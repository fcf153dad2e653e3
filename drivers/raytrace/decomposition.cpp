#include "drivers/raytrace/decomposition.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {
namespace {

/// A step's reach in longest sides of the grid.
constexpr double default_reach = 1.0 / 24;
/// Share of a node's memory that a medium may take before it is dealt out.
constexpr double large = 0.25;

double memory_of_node() {
    return static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double bytes_of(GridsOfRun const& grids) {
    double bytes = 0;
    for (auto const& grid : grids) {
        double const numbers = grid.is_field ? 3 : 1;
        bytes += numbers * static_cast<double>(grid.nodes.count() * sizeof(double));
    }
    return bytes;
}

/// As many bricks as asked for or a few more, in y and z; of the ways to lay them out that are not long and
/// narrow, the one with the fewest bricks too many, then the squarest.
std::array<std::uint32_t, 3> counts_for(planet::GridNodes const& nodes, std::uint64_t bricks) {
    auto const limit = [&](std::size_t axis) {
        return std::min<std::uint64_t>(nodes.axes[axis].count - 1, 65536);
    };
    auto const root = static_cast<std::uint64_t>(std::ceil(std::sqrt(static_cast<double>(bricks))));
    std::array<std::uint32_t, 3> best{};
    auto least = std::numeric_limits<std::uint64_t>::max();
    for (std::uint64_t along_z = root; 2 * along_z > root; --along_z) {
        auto const z = std::min(along_z, limit(2)), y = std::min((bricks + z - 1) / z, limit(1));
        auto const too_many = z * y > bricks ? z * y - bricks : 0;
        if (too_many >= least) continue;
        least = too_many;
        best = {1, static_cast<std::uint32_t>(y), static_cast<std::uint32_t>(z)};
    }
    return best;
}

/// How many bricks a rank gets unless told: enough to even out the load while what lies in reach of a brick,
/// which is kept beside it, stays comparable to the brick.
std::uint32_t fitting_bricks(raytrace::BrickLayout const& layout, int ranks, double reach_m) {
    constexpr double most = 8, reaches_wide = 4;
    double fitting = 1;
    for (std::size_t axis = 1; axis < 3; ++axis)
        fitting *= (layout.upper_m[axis] - layout.lower_m[axis]) / (reaches_wide * reach_m);
    return static_cast<std::uint32_t>(std::clamp(fitting / ranks, 1.0, most));
}

bool has_field(GridsOfRun const& grids) {
    return std::any_of(grids.begin(), grids.end(), [](GridOfRun const& grid) { return grid.is_field; });
}

bool looks_up_field_at_sources(Settings const& settings) {
    return settings.source == SourceKind::flux_tube || settings.directions == DirectionKind::field_cone;
}

void check_bricks_possible(Settings const& settings, GridsOfRun const& grids) {
    if (grids.empty()) {
        throw BadInput("no grid can be dealt out", "--parallel",
                       "shared, or a plasma or magnetic field grid: on axes x, y, z");
    }
    if (settings.background) {
        throw BadInput("no rank has the medium of the whole plane where it is dealt out in bricks",
                       "--background", "shared for --parallel, or no background");
    }
    if (has_field(grids) && looks_up_field_at_sources(settings)) {
        bool const tube = settings.source == SourceKind::flux_tube;
        throw BadInput("no rank has a gridded magnetic field at every source where it is dealt out in bricks",
                       tube ? "--source flux-tube" : "--directions field-cone",
                       std::string("shared for --parallel, a --magnetic-field of models, or other ") +
                           (tube ? "sources" : "directions"));
    }
}

}  // namespace

double reach_of(Settings const& settings, planet::Body const& body, GridsOfRun const& grids) {
    if (settings.maximum_reach) return *settings.maximum_reach * unit_of_length(settings, body);
    double longest = 0;
    for (auto const& grid : grids) {
        for (auto const& axis : grid.nodes.axes)
            longest = std::max(longest, axis.last() - axis.first);
    }
    return longest > 0 ? default_reach * longest : std::numeric_limits<double>::infinity();
}

std::optional<raytrace::BrickLayout> bricks_of(Settings const& settings, GridsOfRun const& grids, int ranks,
                                               double reach_m) {
    bool const excluded = settings.background || settings.samples == raytrace::SampleAt::knots ||
                          (has_field(grids) && looks_up_field_at_sources(settings));
    bool const wanted =
        settings.sharing == Sharing::bricks || (settings.sharing == Sharing::automatic && ranks > 1 &&
                                                !excluded && bytes_of(grids) > large * memory_of_node());
    if (!wanted) return std::nullopt;
    check_bricks_possible(settings, grids);
    auto const& nodes = grids.front().nodes;
    raytrace::BrickLayout layout;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        layout.lower_m[axis] = nodes.axes[axis].first;
        layout.upper_m[axis] = nodes.axes[axis].last();
    }
    auto const each =
        settings.bricks_per_rank > 0 ? settings.bricks_per_rank : fitting_bricks(layout, ranks, reach_m);
    layout.counts = counts_for(nodes, static_cast<std::uint64_t>(ranks) * each);
    return layout;
}

std::vector<planet::GridBox> boxes_of(raytrace::BrickLayout const& layout, int rank, int ranks,
                                      double margin_m) {
    std::vector<planet::GridBox> boxes;
    for (std::uint64_t number = 0; number < layout.count(); ++number) {
        if (layout.owner(number, ranks) != rank) continue;
        auto const brick = layout.brick(number);
        planet::GridBox box{brick.lower, brick.upper};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            box.lower[axis] -= margin_m;
            box.upper[axis] += margin_m;
        }
        boxes.push_back(box);
    }
    return boxes;
}

}  // namespace vespa::raytrace_driver
