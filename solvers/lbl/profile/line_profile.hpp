#pragma once
#include <span>

#include "lbl/layer_lines.hpp"
#include "lbl/profile/wing_factors.hpp"

namespace vespa::lbl {

/// What one line adds at one wavenumber.
struct LineValue {
    double value = 0;
    double slope = 0;      ///< by temperature, per K; 0 where the lines carry no slopes
    double magnitude = 0;  ///< of the terms that `value` is the sum of: what errors are relative to
};

/// Whether line `j` departs from the Voigt profile: speed dependence, velocity changes or their correlation.
bool is_hartmann_tran(LayerLines const& lines, std::size_t j);

/// The whole profile of line `j` times its strength at the wavenumber `nu` (cm-1), to 1e-12 of the magnitude:
/// Voigt or Hartmann-Tran, first-order line mixing K + pY L (Rosenkranz 1975, IEEE Trans. Antennas Propag.
/// 23, 498; of either profile its dispersion), and the wing factor of `pieces` by |nu - centre|. No cut is
/// applied. The slope moves the strength and the Lorentz and Doppler widths; mixing and the parameters of
/// Hartmann and Tran stay (the slope of their profile is a central difference, good to 1e-6 of the
/// magnitude).
LineValue line_value(LayerLines const& lines, std::size_t j, double nu, std::span<WingPiece const> pieces);

}  // namespace vespa::lbl
