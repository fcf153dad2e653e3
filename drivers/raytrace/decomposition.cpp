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
        if (grid.is_cartesian()) bytes += static_cast<double>(grid.nodes.count() * sizeof(double));
    }
    return bytes;
}

/// As many bricks as asked for or a few more, nearly square in y and z.
std::array<std::uint32_t, 3> counts_for(planet::GridNodes const& nodes, std::uint64_t bricks) {
    auto const limit = [&](double count, std::size_t axis) {
        auto const cells = static_cast<double>(nodes.axes[axis].count - 1);
        return static_cast<std::uint32_t>(std::clamp(count, 1.0, std::min(cells, 65536.0)));
    };
    auto const total = static_cast<double>(bricks);
    std::uint32_t const along_z = limit(std::ceil(std::sqrt(total)), 2);
    return {1, limit(std::ceil(total / along_z), 1), along_z};
}

void check_bricks_possible(Settings const& settings, bool has_grid) {
    if (!has_grid) {
        throw BadInput("no grid can be dealt out", "--parallel",
                       "shared, or a plasma model grid: on axes x, y, z");
    }
    if (settings.background) {
        throw BadInput("no rank has the medium of the whole plane where it is dealt out in bricks",
                       "--background", "shared for --parallel, or no background");
    }
}

}  // namespace

double reach_of(Settings const& settings, planet::Body const& body, GridsOfRun const& grids) {
    if (settings.maximum_reach) return *settings.maximum_reach * unit_of_length(settings, body);
    double longest = 0;
    for (auto const& grid : grids) {
        for (auto const& axis : grid.nodes.axes) {
            if (grid.is_cartesian()) longest = std::max(longest, axis.last() - axis.first);
        }
    }
    return longest > 0 ? default_reach * longest : std::numeric_limits<double>::infinity();
}

std::optional<raytrace::BrickLayout> bricks_of(Settings const& settings, GridsOfRun const& grids, int ranks) {
    auto const grid =
        std::find_if(grids.begin(), grids.end(), [](GridOfRun const& each) { return each.is_cartesian(); });
    bool const wanted =
        settings.sharing == Sharing::bricks ||
        (settings.sharing == Sharing::automatic && ranks > 1 && !settings.background &&
         settings.samples != raytrace::SampleAt::knots && bytes_of(grids) > large * memory_of_node());
    if (!wanted) return std::nullopt;
    check_bricks_possible(settings, grid != grids.end());
    raytrace::BrickLayout layout;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        layout.lower_m[axis] = grid->nodes.axes[axis].first;
        layout.upper_m[axis] = grid->nodes.axes[axis].last();
    }
    layout.counts = counts_for(grid->nodes, static_cast<std::uint64_t>(ranks) * settings.bricks_per_rank);
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
