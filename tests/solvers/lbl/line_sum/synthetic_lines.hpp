#pragma once
#include <cstddef>
#include <cstdint>

#include "lbl/layer_lines.hpp"

namespace vespa::lbl::testing {

/// A list made by SplitMix64 (Steele, Lea & Flood 2014): line i of `count` stands at first + (i + u) span /
/// count, log10 S uniform in -30 ... -22, E" in 0 ... 5000 cm-1, gamma in 0.04 ... 0.1 cm-1 / atm, n in 0.5
/// ... 0.8.
struct SyntheticList {
    std::size_t count = 1000;
    double first = 1000, span = 100;  ///< cm-1
    std::uint64_t seed = 0;
};

/// What becomes of it at a temperature (K) and pressure (atm), for a gas of `mass` g/mol; intensities by the
/// Boltzmann factor alone, positions to 1e-6 cm-1, shifted by -0.003 p.
struct LayerState {
    double temperature = 296, pressure = 1, mass = 34;
    bool slopes = false;
    double mixing = 0;            ///< p Y between -mixing and mixing
    double speed_dependence = 0;  ///< Gamma_2 / gamma
};

LayerLines synthetic_layer(SyntheticList const& list, LayerState const& state);

}  // namespace vespa::lbl::testing
