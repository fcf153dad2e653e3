#pragma once
#include <array>

#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {

/// B (T) and its gradient (T/m), [a][c] being ∂B_c/∂x_a.
struct FieldAtPoint {
    std::array<double, 3> b;
    std::array<std::array<double, 3>, 3> gradient;
};

/// The plain scalar twin of the lanes (gridded_field-inl.hpp). NaN where the grid gives no value.
FieldAtPoint reference_field(GriddedField const& field, std::array<double, 3> const& position_m);

}  // namespace vespa::planet
