#pragma once
#include <span>
#include <vector>

#include "lbl/spectrum/scene.hpp"
#include "lbl/transfer/layer_rows.hpp"

namespace vespa::lbl {

/// The vertical optical depths of all layers on one spectral block.
struct BlockOpacity {
    RowsArray depth = RowsArray(0, 0);  ///< of absorption, [layer][point]
    RowsArray depth_slope =
        RowsArray(0, 0);  ///< d / dT at the layer's mean temperature, columns held; no rows unless wanted
    std::vector<RowsArray>
        cross_sections;  ///< of the gases of Wanted::by_abundance, cm2: [gas][layer][point]
    std::vector<std::vector<double>>
        total;  ///< of the whole atmosphere, [absorber][point]; as absorbers_of()
    /// Of scattering, [layer][point]: by molecules, then by each aerosol; empty where nothing scatters.
    std::vector<RowsArray> scattering = {};
    /// Absorption and scattering; no rows where nothing scatters.
    RowsArray extinction = RowsArray(0, 0);
    double error = 0, dropped_strength = 0;
};

/// What light straight through loses: extinction, or absorption where nothing scatters.
inline Rows lost_of(BlockOpacity const& opacity) {
    return opacity.scattering.empty() ? opacity.depth.view() : opacity.extinction.view();
}

/// Names of the absorbers whose optical depths are told apart: gases with lines, then the continua.
std::vector<std::string> absorbers_of(SpectrumProblem const& problem);

/// \param block  its number in the plan \param result  overwritten; the memory of a block before is used
/// again, for new memory costs as much as a fifth of the sums
void block_opacity(SpectrumProblem const& problem, Scene const& scene, std::uint64_t block,
                   SpectralGrid const& part, std::span<double const> wavenumber, BlockOpacity& result);

}  // namespace vespa::lbl
