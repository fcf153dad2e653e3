#pragma once
#include <vector>

#include "core/specification/specification.hpp"
#include "planet/body.hpp"
#include "planet/plasma/models.hpp"

/// From a specification's values to models; one function a model name. The keys are those of README.md.
/// Each \throws BadInput for a value out of range or a body the model does not belong to.
namespace vespa::planet::readers {

using Models = std::vector<DensityModel>;

Models uniform(SpecificationReader& reader, Body const& body);
Models linear(SpecificationReader& reader, Body const& body);
Models parabolic(SpecificationReader& reader, Body const& body);
Models quasi_parabolic(SpecificationReader& reader, Body const& body);
Models chapman(SpecificationReader& reader, Body const& body);
Models exponential(SpecificationReader& reader, Body const& body);
Models step(SpecificationReader& reader, Body const& body);
Models power(SpecificationReader& reader, Body const& body);

Models corona(SpecificationReader& reader, Body const& body);
Models jupiter_ionosphere(SpecificationReader& reader, Body const& body);
Models moon_ionosphere(SpecificationReader& reader, Body const& body);
Models io_torus(SpecificationReader& reader, Body const& body);
Models divine_garrett(SpecificationReader& reader, Body const& body);
Models saturn_disc(SpecificationReader& reader, Body const& body);
Models dipole_aligned(SpecificationReader& reader, Body const& body);
Models diffusive_equilibrium(SpecificationReader& reader, Body const& body);

/// Centre of a sphere or ellipsoid from center_x, center_y, center_z (km, 0).
std::array<double, 3> read_center(SpecificationReader& reader);

/// Text of a number of km or cm-3 as a range, and what it counts in SI units.
double length(SpecificationReader& reader, char const* key, double default_km,
              Interval const& allowed);                                                         ///< m
double density(SpecificationReader& reader, char const* key, double default_cm3);               ///< m⁻³
double required_length(SpecificationReader& reader, char const* key, Interval const& allowed);  ///< m
double required_density(SpecificationReader& reader, char const* key);                          ///< m⁻³

}  // namespace vespa::planet::readers
