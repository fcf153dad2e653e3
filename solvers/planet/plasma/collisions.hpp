#pragma once
#include <span>
#include <string>
#include <vector>

#include "planet/body.hpp"
#include "planet/plasma/plasma.hpp"

namespace vespa::planet {

/// How often an electron of the plasma collides: the ν of ν/ω in the dispersion relation. An immutable sum of
/// layers that depend on position and of Coulomb collisions, which depend on the density too.
/// Frame and units of position as Plasma.
class CollisionFrequency {
  public:
    CollisionFrequency() = default;

    /// \param layers   models whose "density" is a frequency, s⁻¹
    /// \param coulomb  frequency over electron density, s⁻¹ m³, at least 0
    /// \throws BadInput when a model's parameters or `coulomb` are out of range.
    CollisionFrequency(std::vector<DensityModel> layers, double coulomb);

    /// Collisions in a second at n points (x, y, z), m, where the electron density is `density`, m⁻³. All
    /// spans have length n. \throws std::invalid_argument otherwise.
    void evaluate(std::span<double const> x, std::span<double const> y, std::span<double const> z,
                  std::span<double const> density, std::span<double> frequency) const;

  private:
    Plasma layers_;
    double coulomb_ = 0;
};

/// The sum of the models that the texts name, around a body. Grammar: planet/specification.hpp; names, keys,
/// units and defaults: README.md in this folder ("Collisions"). \throws BadInput for bad grammar, an unknown
/// model or key, or a value out of range.
CollisionFrequency make_collisions(std::vector<std::string> const& specifications, Body const& body);

}  // namespace vespa::planet
