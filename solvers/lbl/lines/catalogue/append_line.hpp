#pragma once
#include <cmath>
#include <initializer_list>

#include "lbl/lines/line_source.hpp"
#include "lbl/lines/packed_line.hpp"

namespace vespa::lbl {

inline constexpr std::size_t lines_a_piece = 8192;

/// Appends a line whose intensity is given by its natural logarithm (of cm/molecule); one below what a store
/// can hold (e^-511), or of none, is counted and left out. The row of its profile is then the caller's to
/// append: true if the line stands.
inline bool append_logarithm(LinePiece& piece, double position, double log_strength, double lower_energy,
                             std::size_t isotopologue) {
    if (!(log_strength > weakest_log_strength)) {
        ++piece.without_strength;
        return false;
    }
    piece.position.push_back(position);
    piece.log_strength.push_back(log_strength);
    piece.lower_energy.push_back(lower_energy);
    piece.isotopologue.push_back(static_cast<std::uint8_t>(isotopologue));
    return true;
}

/// The same of an intensity in cm/molecule.
inline bool append_line(LinePiece& piece, double position, double strength, double lower_energy,
                        std::size_t isotopologue) {
    return append_logarithm(piece, position, strength > 0 ? std::log(strength) : -HUGE_VAL, lower_energy,
                            isotopologue);
}

inline void append_line(LinePiece& piece, double position, double strength, double lower_energy,
                        std::size_t isotopologue, std::initializer_list<double> profile) {
    if (append_line(piece, position, strength, lower_energy, isotopologue))
        piece.profile.insert(piece.profile.end(), profile);
}

}  // namespace vespa::lbl
