#pragma once
#include <array>
#include <span>
#include <vector>

#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Density and field at many points.
struct MediumValues {
    std::vector<double> density_m3;        ///< [n]
    std::vector<double> magnetic_field_T;  ///< [n, 3]
};

/// The medium at n positions (m), without gradients. What is found at a point does not depend on the other
/// points. Local.
MediumValues evaluate_medium(Medium const& medium, std::span<Vector const> positions);

/// The medium at a few positions (m) at a time, with gradients and collisions. Keeps its buffers.
class MediumSampler {
  public:
    /// \param medium  what it points to must outlive the sampler
    explicit MediumSampler(Medium const& medium) : medium_(medium) {}

    /// What is found at a point does not depend on the other points. The samples are valid until the next
    /// call.
    std::span<MediumSample const> operator()(std::span<Vector const> positions);

    MediumSample const& operator()(Vector const& position) { return (*this)(std::span(&position, 1))[0]; }

  private:
    void evaluate_plasma(std::size_t n);
    void evaluate_field(std::size_t n);

    Medium medium_;
    std::vector<MediumSample> samples_;
    std::array<std::vector<double>, 3> x_;
    std::array<std::vector<double>, 12> values_;
};

}  // namespace vespa::raytrace
