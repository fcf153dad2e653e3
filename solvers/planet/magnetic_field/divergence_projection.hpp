#pragma once
#include "planet/grid/grid_nodes.hpp"

namespace vespa::planet {

/// Takes from the coefficients b of a field (gridded_field.hpp) the smallest change that makes the
/// coefficients D b of its divergence vanish: b − Dᵀ (D Dᵀ)⁻¹ D b. D Dᵀ is the Laplacian of finite
/// differences, which sine transforms diagonalise. \return the change's root mean square, relative to that of
/// b; 0 for no field
double project_divergence_free(GridNodes const& nodes, double* coefficients);

}  // namespace vespa::planet
