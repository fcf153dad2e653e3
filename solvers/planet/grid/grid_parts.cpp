#include "planet/grid/grid_parts.hpp"

#include <algorithm>
#include <cmath>

namespace vespa::planet {
namespace {

using parallel::Range;

/// Coefficients along an axis, of `count` in all, that the cells from `lower` to `upper` need.
Range along_axis(GridAxis const& axis, std::uint64_t count, double lower, double upper) {
    std::uint64_t const cells = axis.count - 1, in_cell = count - cells + 1;
    auto const cell = [&](double x) {
        double const place = std::floor((x - axis.first) / axis.step);
        return static_cast<std::uint64_t>(std::clamp(place, 0.0, static_cast<double>(cells - 1)));
    };
    // A place at a node may be told to either side of it.
    double const slack = 1e-6 * axis.step;
    return {cell(lower - slack), cell(upper + slack) + in_cell};
}

}  // namespace

std::vector<Range> rows_of_planes(CoefficientBlock const& block, Range planes, Range rows) {
    std::vector<Range> ranges;
    for (auto plane = planes.first; plane < planes.last; ++plane)
        ranges.push_back({block.row(rows.first, plane), block.row(rows.last, plane)});
    return parallel::united(std::move(ranges));
}

std::vector<Range> coefficients_of(GridNodes const& nodes, CoefficientBlock const& block,
                                   std::vector<GridBox> const& boxes) {
    std::vector<Range> ranges;
    for (auto const& box : boxes) {
        std::array<Range, 3> along;
        for (std::size_t a = 0; a < 3; ++a)
            along[a] = along_axis(nodes.axes[a], block.counts[a], box.lower[a], box.upper[a]);
        for (auto k = along[2].first; k < along[2].last; ++k) {
            for (auto j = along[1].first; j < along[1].last; ++j)
                ranges.push_back({block.row(j, k) + along[0].first, block.row(j, k) + along[0].last});
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
    auto const block = layout.block();
    Range const all_rows{0, block.counts[1]}, all_planes{0, block.counts[2]};

    // The first two axes lie within a plane, the third within a row of every plane.
    fit_grid(nodes, layout, values.data(), 0, share, shares);
    fit_grid(nodes, layout, values.data(), 1, share, shares);
    auto const planes = planes_of(nodes, rank, ranks);
    auto const rows = parallel::block_of(block.counts[1], rank, ranks);
    auto const filled = rows_of_planes(block, {planes.first + 1, planes.last + 1}, all_rows);
    auto const needed = rows_of_planes(block, {1, nodes.axes[2].count + 1}, rows);
    parallel::exchange_parts(communicator, values, filled, needed);
    array.keep_only(needed);

    fit_grid(nodes, layout, values.data(), fit_steps - 1, share, shares);
    auto const fitted = rows_of_planes(block, all_planes, rows);
    parallel::exchange_parts(communicator, values, fitted, wanted);
    array.keep_only(wanted);
}

}  // namespace vespa::planet
