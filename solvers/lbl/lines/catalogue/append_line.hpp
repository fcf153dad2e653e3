#pragma once
#include <cmath>
#include <initializer_list>

#include "lbl/lines/line_source.hpp"
#include "lbl/lines/packed_line.hpp"

namespace vespa::lbl {

inline constexpr std::size_t lines_a_piece = 8192;

/// Appends a line whose intensity (cm/molecule) is given; one of zero, or below what a store can hold
/// (e^-511), is counted and left out. The row of its profile is then the caller's to append: true if the line
/// stands.
inline bool append_line(LinePiece& piece, double position, double strength, double lower_energy,
                        std::size_t isotopologue) {
    double const logarithm = strength > 0 ? std::log(strength) : -HUGE_VAL;
    if (!(logarithm > weakest_log_strength)) {
        ++piece.without_strength;
        return false;
    }
    piece.position.push_back(position);
    piece.log_strength.push_back(logarithm);
    piece.lower_energy.push_back(lower_energy);
    piece.isotopologue.push_back(static_cast<std::uint8_t>(isotopologue));
    return true;
}

inline void append_line(LinePiece& piece, double position, double strength, double lower_energy,
                        std::size_t isotopologue, std::initializer_list<double> profile) {
    if (append_line(piece, position, strength, lower_energy, isotopologue))
        piece.profile.insert(piece.profile.end(), profile);
}

}  // namespace vespa::lbl
