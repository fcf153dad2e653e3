#pragma once
#include <span>
#include <vector>

#include "lbl/wings.hpp"

namespace vespa::lbl {

/// One stretch of a wing factor: chi = amplitude exp(-decay distance) for from <= distance < to, in cm-1 from
/// the line's centre, with the derivatives of ln amplitude and decay by temperature.
struct WingPiece {
    double from = 0, to = 0;
    double amplitude = 1;
    double decay = 0;            ///< cm
    double amplitude_slope = 0;  ///< d ln amplitude / dT, K-1
    double decay_slope = 0;      ///< cm K-1

    double at(double distance) const;
};

/// The stretches of a factor at `temperature` (K), from 0 to infinity without gap. Sources as in WingFactor;
/// the numbers are those of the papers.
std::vector<WingPiece> wing_pieces(WingFactor factor, double temperature);

/// The piece that `distance` (>= 0, cm-1) lies in.
WingPiece const& piece_at(std::span<WingPiece const> pieces, double distance);

}  // namespace vespa::lbl
