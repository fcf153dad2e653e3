#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "raytrace/problem.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace {

/// Rays whose ends are known.
struct ExactCase {
    std::string name;
    std::string compared;               ///< what the error is of
    std::function<Problem(double)> at;  ///< the problem at a tolerance, without launches
    std::vector<Launch> launches;
    StopReason end;  ///< of every ray, if `ends` is empty
    std::vector<StopReason> ends;
    /// Error of a ray, relative.
    std::function<double(std::size_t, RaySummary const&)> error;
    std::shared_ptr<void const> medium;  ///< what the problem refers to

    StopReason end_of(std::size_t ray) const { return ends.empty() ? end : ends[ray]; }
};

/// X = αz, 20° to 70°: range and group path of the parabola.
ExactCase linear_layer();
/// ARTEMIS-P's first toy model, −50° to 50°: x and group path at z0 + 10,000 km by quadrature.
ExactCase toy_model_1();
/// Croft & Hoogasian (1968), within the layer, from and to its base: angle at the centre and group path.
ExactCase quasi_parabolic();
/// 90 GHz, **B** across the gradient, n∥ = 0.1 … 0.55: way along **B** and group path by quadrature.
ExactCase slab(Mode mode);
/// Magnetised dipole: ends of the rays against tolerance 1e-13, relative to the outer radius.
ExactCase dipole();

}  // namespace vespa::raytrace
