#include "planet/magnetic_field/field_fit.hpp"

#include <array>
#include <memory>
#include <optional>

#include "core/numerics/quartic_spline.hpp"
#include "core/parallel/agreement.hpp"
#include "core/parallel/transfer.hpp"
#include "planet/magnetic_field/divergence_projection.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {
namespace {

using parallel::Range;

/// What a rank works on.
struct Share {
    Range node_planes;       ///< of the nodes, along z
    Range potential_planes;  ///< of the potential, along z
    Range rows;              ///< of the potential, along y, and of the components with it
};

Share share_of(GridNodes const& nodes, int rank, int ranks) {
    auto const potential = potential_block(nodes);
    return {planes_of(nodes, rank, ranks), parallel::block_of(potential.counts[2], rank, ranks),
            parallel::block_of(potential.counts[1], rank, ranks)};
}

/// The coefficients' planes along z that planes of nodes stand in before the fit along z.
Range planes_of_component(ComponentLayout const& layout, Range nodes) {
    return {nodes.first + layout.before(2), nodes.last + layout.before(2)};
}

/// A component's rows that go with rows of the potential.
Range rows_of_component(ComponentLayout const& layout, GridNodes const& nodes, Range rows) {
    bool const has_last = !rows.empty() && rows.last == potential_block(nodes).counts[1];
    return {rows.first, has_last ? layout.counts[1] : rows.last};
}

/// The fit's steps; all ranks do one before any does the next.
class FieldFit {
  public:
    static constexpr int steps = 6;

    FieldFit(GridNodes const& nodes, double* values, double* potential)
        : nodes_(nodes), values_(values), projection_(nodes, values, potential) {}

    void run(int step, Share const& share) {
        switch (step) {
            case 0:
                for (std::size_t c = 0; c < 3; ++c)
                    fit_planes(component_layout(nodes_, c), share.node_planes);
                break;
            case 1:
                for (std::size_t c = 0; c < 3; ++c)
                    fit_along_z(component_layout(nodes_, c), share.rows);
                break;
            case 2:
                projection_.take_divergence(share.rows);
                break;
            case 3:
                projection_.invert(share.potential_planes);
                break;
            case 4:
                projection_.return_potential(share.rows);
                break;
            default:
                projection_.subtract(share.rows);
        }
    }

    DivergenceProjection const& projection() const { return projection_; }

    /// \collective over those that share the steps, their shares in the order of their ranks
    double correction(parallel::Communicator const& communicator) const {
        return relative_change(gather_everywhere(communicator, projection_.field_squares()),
                               gather_everywhere(communicator, projection_.change_squares()));
    }

  private:
    /// Along x and y.
    void fit_planes(ComponentLayout const& layout, Range node_planes) {
        auto const planes = planes_of_component(layout, node_planes);
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
    void fit_rows(ComponentLayout const& layout, double* plane) {
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

    void fit_along_z(ComponentLayout const& layout, Range share) {
        auto const rows = rows_of_component(layout, nodes_, share);
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

    GridNodes nodes_;
    double* values_;
    DivergenceProjection projection_;
    std::vector<double> turned_;
};

/// The ranges of arrays that a rank holds between the steps.
class Parts {
  public:
    Parts(parallel::Communicator const& communicator, GridNodes const& nodes, parallel::PartArray& field,
          parallel::PartArray& potential)
        : communicator_(communicator),
          nodes_(nodes),
          share_(share_of(nodes, communicator.rank(), communicator.size())),
          field_(field),
          potential_(potential) {}

    Share const& share() const { return share_; }

    /// Brings here what the next step reads.
    void after(int step) {
        auto const potential = potential_block(nodes_);
        auto const rows = rows_of_planes(potential, {0, potential.counts[2]}, share_.rows);
        auto const planes = rows_of_planes(potential, share_.potential_planes, {0, potential.counts[1]});
        switch (step) {
            case 0:
                field_from_planes_to_rows();
                break;
            case 1:
                next_row_of_y();
                break;
            case 2:
                exchange(potential_, rows, planes);
                break;
            case 3:
                exchange(potential_, planes, rows);
                break;
            case 4:
                row_of_potential_before();
                break;
            default:
                break;
        }
    }

    /// The coefficients, which stand in rows, where they are wanted.
    void hand_out(std::vector<GridBox> const& boxes) {
        std::vector<Range> kept;
        for (std::size_t c = 0; c < 3; ++c) {
            auto const layout = component_layout(nodes_, c);
            auto const wanted = coefficients_of(nodes_, layout, boxes);
            parallel::exchange_parts(communicator_, field_.values(), rows_here(layout), wanted);
            kept.insert(kept.end(), wanted.begin(), wanted.end());
        }
        field_.keep_only(kept);
    }

  private:
    void exchange(parallel::PartArray& array, std::vector<Range> const& have,
                  std::vector<Range> const& want) {
        parallel::exchange_parts(communicator_, array.values(), have, want);
        array.keep_only(want);
    }

    std::vector<Range> rows_here(ComponentLayout const& layout) const {
        return rows_of_planes(layout, {0, layout.counts[2]}, rows_of_component(layout, nodes_, share_.rows));
    }

    void field_from_planes_to_rows() {
        std::vector<Range> kept;
        for (std::size_t c = 0; c < 3; ++c) {
            auto const layout = component_layout(nodes_, c);
            auto const filled = rows_of_planes(layout, planes_of_component(layout, share_.node_planes),
                                               {0, layout.counts[1]});
            auto const rows = rows_here(layout);
            parallel::exchange_parts(communicator_, field_.values(), filled, rows);
            kept.insert(kept.end(), rows.begin(), rows.end());
        }
        field_.keep_only(kept);
    }

    /// The divergence takes differences along y.
    void next_row_of_y() {
        auto const layout = component_layout(nodes_, 1);
        auto const next = share_.rows.last;
        bool const is_elsewhere =
            !share_.rows.empty() && next == rows_of_component(layout, nodes_, share_.rows).last;
        std::vector<Range> wanted;
        if (is_elsewhere) wanted = rows_of_planes(layout, {0, layout.counts[2]}, {next, next + 1});
        parallel::exchange_parts(communicator_, field_.values(), rows_here(layout), wanted);
    }

    void row_of_potential_before() {
        auto const block = potential_block(nodes_);
        Range const planes{0, block.counts[2]};
        auto const first = share_.rows.first;
        std::vector<Range> wanted;
        if (!share_.rows.empty() && first > 0) wanted = rows_of_planes(block, planes, {first - 1, first});
        parallel::exchange_parts(communicator_, potential_.values(),
                                 rows_of_planes(block, planes, share_.rows), wanted);
    }

    parallel::Communicator const& communicator_;
    GridNodes const& nodes_;
    Share share_;
    parallel::PartArray &field_, &potential_;
};

}  // namespace

double fit_field_in_place(GridNodes const& nodes, double* values) {
    std::vector<double> potential(potential_block(nodes).count());
    FieldFit fit(nodes, values, potential.data());
    for (int step = 0; step < FieldFit::steps; ++step)
        fit.run(step, share_of(nodes, 0, 1));
    return relative_change(fit.projection().field_squares(), fit.projection().change_squares());
}

double fit_field_in_shares(parallel::Communicator const& communicator, GridNodes const& nodes,
                           parallel::NodeArray& array) {
    bool const works = array.is_filled_here();
    auto const& sharers = array.sharers();
    std::optional<parallel::NodeArray> potential;
    std::optional<FieldFit> fit;
    parallel::in_agreement(communicator, [&] {
        if (!works) return;
        // All of its ranks or none fail here.
        potential.emplace(sharers, potential_block(nodes).count());
        fit.emplace(nodes, array.values().data(), potential->values().data());
    });
    double correction = 0;
    if (works) {
        auto const share = share_of(nodes, sharers.rank(), sharers.size());
        for (int step = 0; step < FieldFit::steps; ++step) {
            array.settle();
            fit->run(step, share);
        }
        correction = fit->correction(sharers);
    }
    return parallel::broadcast(communicator, correction);
}

double fit_field_in_parts(parallel::Communicator const& communicator, GridNodes const& nodes,
                          parallel::PartArray& array, std::vector<GridBox> const& boxes) {
    std::optional<parallel::PartArray> potential;
    std::optional<FieldFit> fit;
    parallel::in_agreement(communicator, [&] {
        potential.emplace(potential_block(nodes).count());
        fit.emplace(nodes, array.values().data(), potential->values().data());
    });
    Parts parts(communicator, nodes, array, *potential);
    for (int step = 0; step < FieldFit::steps; ++step) {
        fit->run(step, parts.share());
        parts.after(step);
    }
    parts.hand_out(boxes);
    return fit->correction(communicator);
}

}  // namespace vespa::planet
