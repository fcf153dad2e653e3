#include "planet/grid/grid_parts.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::planet {
namespace {

using parallel::Range;

/// Coefficients along an axis that the cells from `lower` to `upper` need.
Range along_axis(GridAxis const& axis, std::int64_t cells, double lower, double upper) {
    auto const cell = [&](double x) {
        double const place = std::floor((x - axis.first) / axis.step);
        return static_cast<std::uint64_t>(std::clamp(place, 0.0, static_cast<double>(cells - 1)));
    };
    // A place at a node may be told to either side of it.
    double const slack = 1e-6 * axis.step;
    return {cell(lower - slack), cell(upper + slack) + 4};
}

/// Rows [rows.first, rows.last) of the planes [planes.first, planes.last).
std::vector<Range> rows_of_planes(SplineLayout const& layout, Range planes, Range rows) {
    auto const row = static_cast<std::uint64_t>(layout.coefficients[0]);
    auto const in_plane = static_cast<std::uint64_t>(layout.coefficients[1]);
    std::vector<Range> ranges;
    for (auto plane = planes.first; plane < planes.last; ++plane)
        ranges.push_back({(plane * in_plane + rows.first) * row, (plane * in_plane + rows.last) * row});
    return ranges;
}

}  // namespace

std::vector<Range> coefficients_of(GridNodes const& nodes, SplineLayout const& layout,
                                   std::vector<GridBox> const& boxes) {
    auto const row = static_cast<std::uint64_t>(layout.coefficients[0]);
    auto const in_plane = static_cast<std::uint64_t>(layout.coefficients[1]);
    std::vector<Range> ranges;
    for (auto const& box : boxes) {
        std::array<Range, 3> along;
        for (std::size_t a = 0; a < 3; ++a)
            along[a] = along_axis(nodes.axes[a], layout.cells[a], box.lower[a], box.upper[a]);
        for (auto k = along[2].first; k < along[2].last; ++k) {
            for (auto j = along[1].first; j < along[1].last; ++j) {
                auto const begin = (k * in_plane + j) * row;
                ranges.push_back({begin + along[0].first, begin + along[0].last});
            }
        }
    }
    return parallel::united(std::move(ranges));
}

Range planes_of(GridNodes const& nodes, int rank, int ranks) {
    return parallel::block_of(nodes.axes[2].count, rank, ranks);
}

void fit_in_parts(parallel::Communicator const& communicator, GridNodes const& nodes,
                  SplineLayout const& layout, parallel::PartArray& array, std::vector<Range> const& wanted) {
    int const rank = communicator.rank(), ranks = communicator.size();
    auto const share = static_cast<std::uint64_t>(rank), shares = static_cast<std::uint64_t>(ranks);
    auto const values = array.values();
    auto const all_rows = static_cast<std::uint64_t>(layout.coefficients[1]);
    auto const all_planes = static_cast<std::uint64_t>(layout.coefficients[2]);

    // The first two axes lie within a plane, the third within a row of every plane.
    fit_grid(nodes, layout, values.data(), 0, share, shares);
    fit_grid(nodes, layout, values.data(), 1, share, shares);
    auto const planes = planes_of(nodes, rank, ranks);
    auto const rows = parallel::block_of(all_rows, rank, ranks);
    auto const filled =
        parallel::united(rows_of_planes(layout, {planes.first + 1, planes.last + 1}, {0, all_rows}));
    auto const needed = parallel::united(rows_of_planes(layout, {1, nodes.axes[2].count + 1}, rows));
    parallel::exchange_parts(communicator, values, filled, needed);
    array.keep_only(needed);

    fit_grid(nodes, layout, values.data(), fit_steps - 1, share, shares);
    auto const fitted = parallel::united(rows_of_planes(layout, {0, all_planes}, rows));
    parallel::exchange_parts(communicator, values, fitted, wanted);
    array.keep_only(wanted);
}

}  // namespace vespa::planet
