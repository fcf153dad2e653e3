#pragma once
#include <cstddef>
#include <vector>

namespace vespa::lbl {

/// How temperature moves what the sum of lines needs; the derivatives of the logarithms, K-1, one a line.
struct TemperatureSlopes {
    std::vector<double> strength;            ///< d ln S / dT
    std::vector<double> lorentz_half_width;  ///< d ln gamma / dT
    double doppler_width = 0;                ///< d ln alpha / dT = 1 / 2T
};

/// Lines as they stand at one temperature, pressure and composition: all that the sum of lines knows of them.
/// Columns of one length, sorted by `position`. A column that is empty means "none of these lines has it".
struct LayerLines {
    std::vector<double> position;  ///< unshifted centre, cm-1: the cut is measured from it
    std::vector<double> centre;    ///< pressure-shifted centre, cm-1: the profile stands there
    std::vector<double>
        strength;  ///< integral over the line, cm-1 times the unit wanted: cm/molecule gives cm2/molecule
    std::vector<double> lorentz_half_width;  ///< gamma, half-width at half-maximum, cm-1, >= 0
    std::vector<double> doppler_width;       ///< alpha, half-width at 1/e, cm-1, > 0
    std::vector<double> mixing;  ///< p Y of first-order line mixing (Rosenkranz 1975), pure number; or empty
    std::vector<double> speed_dependence;        ///< Gamma_2, cm-1; or empty
    std::vector<double> shift_speed_dependence;  ///< Delta_2, cm-1; or empty
    std::vector<double> velocity_changing;       ///< nu_VC of the Hartmann-Tran profile, cm-1; or empty
    std::vector<double> correlation;             ///< eta of the Hartmann-Tran profile; or empty
    double temperature = 0;                      ///< K: wing factors may depend on it
    TemperatureSlopes slopes = {};               ///< empty unless derivatives are wanted

    std::size_t size() const { return position.size(); }
};

}  // namespace vespa::lbl
