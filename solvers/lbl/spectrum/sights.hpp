#pragma once
#include <span>
#include <vector>

#include "lbl/spectrum/opacity.hpp"
#include "lbl/spectrum/scene.hpp"

namespace vespa::lbl {

/// What is seen in all views of a block; each empty unless the problem wants it.
struct Sights {
    std::vector<double> radiance, transmittance;    ///< [view][point]
    std::vector<double> contribution;               ///< [view][layer][point]
    std::vector<double> by_temperature;             ///< [view][level][point]
    std::vector<std::vector<double>> by_abundance;  ///< [gas][view][level][point]
};

Sights all_sights(SpectrumProblem const& problem, Scene const& scene, BlockOpacity const& opacity,
                  std::span<double const> wavenumber);

}  // namespace vespa::lbl
