#pragma once
#include <functional>
#include <vector>

#include "raytrace/constants.hpp"
#include "raytrace/flight_deck.hpp"
#include "raytrace/problem.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace {

/// Rays of a problem flown on this rank, without a communicator.
struct Flown {
    std::vector<RaySummary> rays;                 ///< in the order of the launches
    std::vector<std::vector<RaySample>> samples;  ///< of each ray
    std::vector<std::vector<AlongRay>> along;     ///< at the samples, where asked for
};

/// The lane code's results; with `reference` those of its plain twin.
Flown fly_here(Problem const& problem, std::vector<Launch> const& launches, bool reference = false);

/// A medium in the variables of the dispersion relation, at the frequency of 1 Hz that unit_launch() launches
/// with.
class UnitMedium final : public MediumFormula {
  public:
    /// X and **Y** with their gradients; [j] of the last is dY/dx_j.
    struct Values {
        double X = 0;
        Vector X_gradient{};
        Vector Y{};
        std::array<Vector, 3> Y_gradient{};
    };

    explicit UnitMedium(std::function<Values(Vector const&)> values) : values_(std::move(values)) {}
    void evaluate(Vector const& position, MediumSample& medium) const override;

  private:
    std::function<Values(Vector const&)> values_;
};

/// Density at which X = 1 at 1 Hz, and field at which Y = 1.
double unit_density();
double unit_field();

Launch unit_launch(Vector const& position, Vector const& direction, Mode mode = Mode::ordinary);

/// A problem of size one: length scale 1, no limits, sharp tolerance.
Problem unit_problem(double tolerance = 1e-10);

/// ∫ f over [a, b], Gauss–Legendre, 20 points in each of `panels` panels.
double integrate(std::function<double(double)> const& f, double a, double b, int panels = 40);

}  // namespace vespa::raytrace
