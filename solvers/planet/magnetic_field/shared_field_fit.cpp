#include "planet/magnetic_field/shared_field_fit.hpp"

#include <optional>

#include "core/parallel/agreement.hpp"
#include "core/parallel/transfer.hpp"
#include "planet/magnetic_field/field_fit.hpp"

namespace vespa::planet {
namespace {

using parallel::Range;

/// The ranges of arrays that a rank holds between the steps.
class Parts {
  public:
    Parts(parallel::Communicator const& communicator, GridNodes const& nodes, parallel::PartArray& field,
          parallel::PartArray& potential)
        : communicator_(communicator),
          nodes_(nodes),
          share_(field_share(nodes, communicator.rank(), communicator.size())),
          field_(field),
          potential_(potential) {}

    FieldShare const& share() const { return share_; }

    /// Brings here what the next step reads.
    void after(FieldStep step) {
        auto const potential = potential_block(nodes_);
        auto const rows = rows_of_planes(potential, {0, potential.counts[2]}, share_.rows);
        auto const planes = rows_of_planes(potential, share_.potential_planes, {0, potential.counts[1]});
        switch (step) {
            case FieldStep::fit_planes:
                field_from_planes_to_rows();
                break;
            case FieldStep::fit_along_z:
                next_row_of_y();
                break;
            case FieldStep::take_divergence:
                exchange(potential_, rows, planes);
                break;
            case FieldStep::invert:
                exchange(potential_, planes, rows);
                break;
            case FieldStep::return_potential:
                row_of_potential_before();
                break;
            case FieldStep::subtract:
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
        return rows_of_planes(layout, {0, layout.counts[2]}, component_rows(layout, nodes_, share_.rows));
    }

    void field_from_planes_to_rows() {
        std::vector<Range> kept;
        for (std::size_t c = 0; c < 3; ++c) {
            auto const layout = component_layout(nodes_, c);
            auto const filled =
                rows_of_planes(layout, component_planes(layout, share_.node_planes), {0, layout.counts[1]});
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
            !share_.rows.empty() && next == component_rows(layout, nodes_, share_.rows).last;
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
    FieldShare share_;
    parallel::PartArray &field_, &potential_;
};

/// \collective over those that share the steps, their shares in the order of their ranks
double correction_of(FieldFit const& fit, parallel::Communicator const& communicator) {
    return relative_change(gather_everywhere(communicator, fit.projection().field_squares()),
                           gather_everywhere(communicator, fit.projection().change_squares()));
}

}  // namespace

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
        auto const share = field_share(nodes, sharers.rank(), sharers.size());
        for (auto const step : field_steps) {
            array.settle();
            fit->run(step, share);
        }
        correction = correction_of(*fit, sharers);
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
    for (auto const step : field_steps) {
        fit->run(step, parts.share());
        parts.after(step);
    }
    parts.hand_out(boxes);
    return correction_of(*fit, communicator);
}

}  // namespace vespa::planet
