#pragma once
#include <span>
#include <vector>

#include "planet/plasma/models.hpp"

namespace vespa::planet {

/// Electron density around a body: an immutable sum of models; without models a vacuum.
/// Frame: body-fixed, right-handed, Cartesian, metres (planet/body.hpp). Never NaN or infinite at a finite
/// position, except that a gridded density is NaN farther than a cell outside its grid.
class Plasma {
  public:
    Plasma() = default;

    /// \throws BadInput when a model's parameters are out of range.
    explicit Plasma(std::vector<DensityModel> models);

    std::span<DensityModel const> models() const { return models_; }

    /// Density, m⁻³, at n points (x, y, z), m. All spans have length n. \throws std::invalid_argument
    /// otherwise.
    void density(std::span<double const> x, std::span<double const> y, std::span<double const> z,
                 std::span<double> density) const;

    /// Density, m⁻³, and its gradient, m⁻⁴, at n points (x, y, z), m; the gradient is that of the returned
    /// density, and zero where a model holds its value. All spans have length n. \throws
    /// std::invalid_argument otherwise.
    void density_and_gradient(std::span<double const> x, std::span<double const> y, std::span<double const> z,
                              std::span<double> density, std::span<double> gradient_x,
                              std::span<double> gradient_y, std::span<double> gradient_z) const;

  private:
    std::vector<DensityModel> models_;
};

}  // namespace vespa::planet
