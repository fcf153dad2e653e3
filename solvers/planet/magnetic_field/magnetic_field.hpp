#pragma once
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "planet/magnetic_field/current_disc.hpp"
#include "planet/magnetic_field/gridded_field.hpp"
#include "planet/magnetic_field/multipoles.hpp"
#include "planet/magnetic_field/simple_parts.hpp"

namespace vespa::planet {

/// What a magnetic field is the sum of. Each list may be empty.
struct MagneticFieldParts {
    std::vector<UniformField> uniform{};
    std::vector<DipoleField> dipoles{};
    std::vector<AxialPowerLaw> axial{};
    std::vector<InternalMultipoles> multipoles{};
    std::vector<CurrentDisc> discs{};
    std::vector<RadialCurrent> radial_currents{};
    std::vector<GriddedField> grids{};
};

/// Positions of n points, one array a coordinate, in metres (axes: see Body).
struct PositionArrays {
    std::span<double const> x, y, z;
};

/// Vectors at n points, one array a component.
struct VectorArrays {
    std::span<double> x, y, z;
};

/// The field and its gradient at n points: db_dx.y[i] is dB_y/dx at point i, T/m.
struct FieldArrays {
    VectorArrays b, db_dx, db_dy, db_dz;
};

/// The magnetic field of a body: an immutable sum of parts. Lane code evaluates it through field-inl.hpp.
class MagneticField {
  public:
    MagneticField() = default;  ///< no field
    explicit MagneticField(MagneticFieldParts parts) : parts_(std::move(parts)) {}

    MagneticFieldParts const& parts() const { return parts_; }

    /// B at each point, T. All arrays have one length. The result of a point depends on nothing but the
    /// point, the parts and the instruction set. Where a part is singular (a dipole's centre) it is not
    /// finite. \throws std::invalid_argument when the lengths differ
    void evaluate(PositionArrays const& positions, VectorArrays const& b) const;

    /// B (T) and its gradient (T/m) at each point.
    void evaluate(PositionArrays const& positions, FieldArrays const& field) const;

  private:
    MagneticFieldParts parts_;
};

}  // namespace vespa::planet
