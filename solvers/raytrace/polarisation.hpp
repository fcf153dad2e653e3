#pragma once
#include <array>
#include <span>

#include "raytrace/hamiltonian_reference.hpp"
#include "raytrace/stokes_transport.hpp"

namespace vespa::raytrace {

/// The polarisation of a wave: Stokes vector (Q, U, V)/I, position angles counted from e1 towards k × e1.
struct Polarisation {
    Vector stokes{};
    Vector e1{};      ///< unit vector across the wave normal, carried along the ray without turning about it
    Vector normal{};  ///< unit wave normal
};

/// The reference direction on the wave front of a unit wave normal: the projection of +z; of +x where the
/// normal is ±z.
Vector sky_reference(Vector const& normal);

/// The same polarisation, position angles counted from sky_reference().
Vector sky_stokes(Polarisation const& polarisation);

/// How the two characteristic waves at a point turn the polarisation (README.md, eq. 12).
struct Birefringence {
    Vector axis{};  ///< unit Stokes vector of the extraordinary wave (s = −1), in the frame (e1, k × e1, k)
    double rate = 0;      ///< (ω/c)(n_O − n_X), rad per length along the wave normal
    bool coupled = true;  ///< both waves propagate and X < 1; otherwise there is but one wave
};

/// \param wavenumber  ω/c
Birefringence birefringence(MediumSample const& medium, ReferenceWave const& wave, double wavenumber,
                            Vector const& normal, Vector const& e1);

/// The polarisation along one step of a ray.
class PolarisedStep {
  public:
    static constexpr std::size_t points = VectorSeries::points;

    PolarisedStep() = default;

    /// \param start       at the beginning of the step
    /// \param normals     wave normals at the fractions point(j), of any length
    /// \param advances    dl/dϑ there, l the way along the wave normal
    /// \param media       there
    PolarisedStep(Polarisation const& start, ReferenceWave const& wave, double wavenumber,
                  std::array<Vector, points> const& normals, std::array<double, points> const& advances,
                  std::span<MediumSample const> media);

    /// Fraction of the step of point j: 0 to 1.
    static double point(std::size_t j) { return 0.5 * (1 + VectorSeries::point(j)); }

    /// At the fraction `theta`, where the wave normal is `normal` (any length).
    Polarisation at(double theta, Vector const& normal) const;

  private:
    Polarisation start_;
    VectorSeries rate_;  ///< **Ω** per t
    VectorSeries axis_;
    std::array<Vector, points> e1_{}, normal_{};
    double sign_ = 1;  ///< of the axis, where there is but one wave
    bool coupled_ = true;
};

}  // namespace vespa::raytrace
