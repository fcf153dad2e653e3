#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/magnetic_field/multipoles_reference.hpp"

/// What the tests of the magnetic field share.
namespace vespa::planet::testing {

using Vector = std::array<double, 3>;

double length(Vector const& v);
Vector difference(Vector const& a, Vector const& b);

/// B at each point through the batch call.
std::vector<Vector> field_at(MagneticField const& field, std::vector<Vector> const& positions);
Vector field_at(MagneticField const& field, Vector const& position);

/// B and gradient at each point through the batch call.
std::vector<FieldAtPoint> gradient_at(MagneticField const& field, std::vector<Vector> const& positions);

/// Gradient by central differences of order 8 of the field, with the given step.
std::array<Vector, 3> finite_differences(MagneticField const& field, Vector const& position, double step);

/// Largest difference of two gradients' elements over the largest element of the second.
double relative_difference(std::array<Vector, 3> const& a, std::array<Vector, 3> const& b);

/// Points with coordinates in ±half_width, none nearer to the origin than nearest; the same for a seed.
std::vector<Vector> random_points(std::size_t count, double half_width, double nearest, unsigned seed);

/// Path of a file of this folder's fixtures.
std::string fixture(std::string const& name);

/// Directory of the shipped coefficient files.
std::string shipped_models();

}  // namespace vespa::planet::testing
