#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/parallel/share.hpp"
#include "planet/grid/grid_nodes.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {

/// Takes from the coefficients b of a field (gridded_field.hpp) the smallest change that makes the
/// coefficients D b of its divergence vanish: b − Dᵀ φ, φ = (D Dᵀ)⁻¹ D b. D Dᵀ is the Laplacian of finite
/// differences, which sine transforms diagonalise. The steps, in the order of their declaration, are done for
/// parts, all parts of one before the next; numbers do not depend on the parts, to the last bit. Row j of the
/// potential φ, along y, has row j of each component for its own, and its last row also the last of B_y.
class DivergenceProjection {
  public:
    /// \param coefficients  of the field; must outlive this
    /// \param potential     room for φ, of potential_block(); must outlive this
    DivergenceProjection(GridNodes const& nodes, double* coefficients, double* potential);
    ~DivergenceProjection();

    /// φ = D b, transformed along x and z, in the potential's rows. Reads b in them and row `rows.last` of
    /// B_y. Appends to field_squares().
    void take_divergence(parallel::Range rows);
    /// φ transformed along y, divided by the eigenvalues and transformed back, in the potential's planes
    /// along z.
    void invert(parallel::Range planes);
    /// φ transformed back along x and z, in its rows.
    void return_potential(parallel::Range rows);
    /// b − Dᵀ φ, in the rows. Reads φ in them and in the row before. Appends to change_squares().
    void subtract(parallel::Range rows);

    /// Σ b² and the change's, a number a row that was worked on, in that order.
    std::vector<double> const& field_squares() const { return field_squares_; }
    std::vector<double> const& change_squares() const { return change_squares_; }

  private:
    class SineTransform;

    void divergence_of(std::uint64_t j, std::uint64_t k);
    void transform(parallel::Range rows);

    std::array<double, 3> step_{};
    std::array<ComponentLayout, 3> field_;
    CoefficientBlock block_;
    double *b_, *potential_;
    std::array<std::vector<double>, 3> eigenvalues_;
    std::array<std::unique_ptr<SineTransform>, 3> sines_;
    std::vector<double> field_squares_, change_squares_;
};

/// φ's numbers: those of the divergence's coefficients.
CoefficientBlock potential_block(GridNodes const& nodes);

/// The change's root mean square, relative to that of b, from the squares of all rows in order; 0 for no
/// field.
double relative_change(std::vector<double> const& field_squares, std::vector<double> const& change_squares);

}  // namespace vespa::planet
