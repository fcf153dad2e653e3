#include "planet/magnetic_field/field_fit.hpp"

#include "core/numerics/quartic_spline.hpp"
#include "planet/grid/grid_parts.hpp"

namespace vespa::planet {

using parallel::Range;

FieldShare field_share(GridNodes const& nodes, int rank, int ranks) {
    auto const potential = potential_block(nodes);
    return {planes_of(nodes, rank, ranks), parallel::block_of(potential.counts[2], rank, ranks),
            parallel::block_of(potential.counts[1], rank, ranks)};
}

Range component_planes(ComponentLayout const& layout, Range node_planes) {
    return {node_planes.first + layout.before(2), node_planes.last + layout.before(2)};
}

Range component_rows(ComponentLayout const& layout, GridNodes const& nodes, Range rows) {
    bool const has_last = !rows.empty() && rows.last == potential_block(nodes).counts[1];
    return {rows.first, has_last ? layout.counts[1] : rows.last};
}

/// Along x and y.
void FieldFit::fit_planes(ComponentLayout const& layout, Range node_planes) {
    auto const planes = component_planes(layout, node_planes);
    for (auto k = planes.first; k < planes.last; ++k) {
        double* const plane = values_ + layout.row(0, k);
        fit_rows(layout, plane);
        auto const row = layout.counts[0];
        if (layout.component == 1) {
            numerics::fit_quartic_lines(plane, nodes_.axes[1].count, row, row);
        } else {
            numerics::fit_cubic_lines(plane, nodes_.axes[1].count, row, row,
                                      numerics::SplineEnds::not_a_knot);
        }
    }
}

/// Along x, the rows of a plane that nodes stand in. A quartic takes many lines side by side.
void FieldFit::fit_rows(ComponentLayout const& layout, double* plane) {
    auto const row = layout.counts[0], before = layout.before(1), rows = nodes_.axes[1].count;
    double* const first = plane + before * row;
    if (layout.component != 0) {
        for (std::uint64_t j = 0; j < rows; ++j) {
            numerics::fit_cubic_lines(first + j * row, nodes_.axes[0].count, 1, 1,
                                      numerics::SplineEnds::not_a_knot);
        }
        return;
    }
    turned_.resize(row * rows);
    for (std::uint64_t j = 0; j < rows; ++j) {
        for (std::uint64_t i = 0; i < row; ++i)
            turned_[i * rows + j] = first[j * row + i];
    }
    numerics::fit_quartic_lines(turned_.data(), nodes_.axes[0].count, rows, rows);
    for (std::uint64_t j = 0; j < rows; ++j) {
        for (std::uint64_t i = 0; i < row; ++i)
            first[j * row + i] = turned_[i * rows + j];
    }
}

void FieldFit::fit_along_z(ComponentLayout const& layout, Range share) {
    auto const rows = component_rows(layout, nodes_, share);
    auto const row = layout.counts[0], plane = row * layout.counts[1];
    for (auto j = rows.first; j < rows.last; ++j) {
        double* const lines = values_ + layout.row(j, 0);
        if (layout.component == 2) {
            numerics::fit_quartic_lines(lines, nodes_.axes[2].count, plane, row);
        } else {
            numerics::fit_cubic_lines(lines, nodes_.axes[2].count, plane, row,
                                      numerics::SplineEnds::not_a_knot);
        }
    }
}

void FieldFit::run(FieldStep step, FieldShare const& share) {
    switch (step) {
        case FieldStep::fit_planes:
            for (std::size_t c = 0; c < 3; ++c)
                fit_planes(component_layout(nodes_, c), share.node_planes);
            break;
        case FieldStep::fit_along_z:
            for (std::size_t c = 0; c < 3; ++c)
                fit_along_z(component_layout(nodes_, c), share.rows);
            break;
        case FieldStep::take_divergence:
            projection_.take_divergence(share.rows);
            break;
        case FieldStep::invert:
            projection_.invert(share.potential_planes);
            break;
        case FieldStep::return_potential:
            projection_.return_potential(share.rows);
            break;
        case FieldStep::subtract:
            projection_.subtract(share.rows);
            break;
    }
}

double fit_field_in_place(GridNodes const& nodes, double* values) {
    std::vector<double> potential(potential_block(nodes).count());
    FieldFit fit(nodes, values, potential.data());
    for (auto const step : field_steps)
        fit.run(step, field_share(nodes, 0, 1));
    return relative_change(fit.projection().field_squares(), fit.projection().change_squares());
}

}  // namespace vespa::planet
