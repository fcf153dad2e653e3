#pragma once
#include <functional>
#include <vector>

#include "occultation/solve.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::occultation {

/// A plasma of spherical symmetry: X at 1 Hz and its derivative, functions of the distance.
class SphericalMedium final : public raytrace::MediumFormula {
  public:
    /// \param collisions_hz  of an electron, everywhere
    SphericalMedium(std::function<double(double)> X, std::function<double(double)> slope,
                    double collisions_hz = 0)
        : X_(std::move(X)), slope_(std::move(slope)), collisions_hz_(collisions_hz) {}
    void evaluate(Vector const& position, raytrace::MediumSample& medium) const override;

  private:
    std::function<double(double)> X_, slope_;
    double collisions_hz_;
};

/// A problem at 1 Hz without epochs, a medium in a sphere, a body of that radius (0: none).
Problem unit_problem(raytrace::MediumFormula const& medium, double outer_radius, double body_radius = 0);

/// Solved by this rank alone.
Result solve_here(Problem const& problem);

/// Observer and source at fixed distances from the centre, in an oblique plane through it.
struct Scene {
    double observer_distance;
    double source_distance;    ///< 0: infinity
    double difference = 1e-6;  ///< of impact parameters, for the intensity
    int scan = 20000;          ///< impact parameters looked at

    /// Where the observer is seen from the centre at this angle from the side away from the source.
    Epoch epoch(double angle) const;

    struct Image {
        double impact;  ///< Bouguer's constant of the ray
        double intensity;
    };
    /// The rays that a medium of this outward bending (a function of the impact parameter) lets arrive, the
    /// brightest first, by scanning impact parameters from `lowest` on; intensities by differentiation.
    std::vector<Image> images(double angle, std::function<double(double)> const& bending,
                              double lowest = 1e-9) const;

  private:
    double observed_angle(double impact, std::function<double(double)> const& bending) const;
    double intensity(double angle, double impact, std::function<double(double)> const& bending) const;
};

}  // namespace vespa::occultation
