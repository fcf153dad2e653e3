#pragma once
#include <vector>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "raytrace/problem.hpp"

namespace vespa::raytrace {

/// The case by which ray tracers are compared: at 1 MHz X = 0.9 r⁻⁴ and **Y** = 1.5 (3z**r** − r²**ẑ**)/r⁵,
/// ordinary mode, from 1.6 (cos 0.3, 0, sin 0.3) in random directions, to r = 8 or to the body, r = 1.02;
/// unit of length 1.
class DipoleCase {
  public:
    DipoleCase();
    DipoleCase(DipoleCase const&) = delete;
    DipoleCase& operator=(DipoleCase const&) = delete;

    /// With the medium of planet/; launches are left to the caller.
    Problem problem(double tolerance) const;

    /// The same with the medium as plain formulas, for the plain twin.
    Problem plain_problem(double tolerance) const;

    /// The same with the density at n³ nodes over ±8.2, within r = 0.9 that of r = 0.9.
    static planet::Plasma gridded_plasma(std::uint64_t n);
    Problem gridded_problem(double tolerance, planet::Plasma const& plasma) const;

    static std::vector<Launch> launches(std::size_t count);

  private:
    class Formula final : public MediumFormula {
      public:
        void evaluate(Vector const& position_m, MediumSample& medium) const override;
        double density, moment;
    };

    planet::MagneticField field_;
    planet::Plasma plasma_;
    Formula formula_;
};

}  // namespace vespa::raytrace
