#pragma once
#include <array>
#include <vector>

#include "core/parallel/share.hpp"
#include "planet/grid/grid_nodes.hpp"
#include "planet/magnetic_field/divergence_projection.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {

/// What of a fit one of several ranks works on.
struct FieldShare {
    parallel::Range node_planes;       ///< of the nodes, along z
    parallel::Range potential_planes;  ///< of the potential (DivergenceProjection), along z
    parallel::Range rows;              ///< of the potential, along y, and of the components with it
};
FieldShare field_share(GridNodes const& nodes, int rank, int ranks);

/// The coefficients' planes along z that planes of nodes stand in before the fit along z.
parallel::Range component_planes(ComponentLayout const& layout, parallel::Range node_planes);
/// A component's rows along y that go with rows of the potential.
parallel::Range component_rows(ComponentLayout const& layout, GridNodes const& nodes, parallel::Range rows);

enum class FieldStep {
    fit_planes,        ///< splines along x and y; node planes
    fit_along_z,       ///< splines along z; rows
    take_divergence,   ///< as DivergenceProjection, also those that follow; rows
    invert,            ///< potential planes
    return_potential,  ///< rows
    subtract           ///< rows
};
inline constexpr std::array field_steps{FieldStep::fit_planes,       FieldStep::fit_along_z,
                                        FieldStep::take_divergence,  FieldStep::invert,
                                        FieldStep::return_potential, FieldStep::subtract};

/// From the values of a field at the nodes, each at ComponentLayout::place(), to the coefficients of
/// GriddedField, in place, in steps: all shares of one are done before any of the next. Numbers do not depend
/// on the shares, to the last bit.
class FieldFit {
  public:
    /// \param values     field_coefficients() numbers; must outlive this, as the nodes and the potential
    /// \param potential  room for potential_block()
    FieldFit(GridNodes const& nodes, double* values, double* potential)
        : nodes_(nodes), values_(values), projection_(nodes, values, potential) {}

    void run(FieldStep step, FieldShare const& share);

    /// With the squares of the rows that were worked on.
    DivergenceProjection const& projection() const { return projection_; }

  private:
    void fit_planes(ComponentLayout const& layout, parallel::Range node_planes);
    void fit_rows(ComponentLayout const& layout, double* plane);
    void fit_along_z(ComponentLayout const& layout, parallel::Range share);

    GridNodes const& nodes_;
    double* values_;
    DivergenceProjection projection_;
    std::vector<double> turned_;
};

/// All of it. \param values  field_coefficients() numbers \return GriddedField::correction
double fit_field_in_place(GridNodes const& nodes, double* values);

}  // namespace vespa::planet
