#pragma once
#include <cmath>

#include "fuzz/support/input_files.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::fuzz {

/// Reads all lines and holds them to what the readers promise.
inline void expect_sound(lbl::LineReader& reader, std::size_t columns, std::size_t isotopologues) {
    lbl::LinePiece piece;
    while (reader.next(piece)) {
        auto const n = piece.size();
        promise(piece.log_strength.size() == n && piece.lower_energy.size() == n);
        promise(piece.isotopologue.size() == n && piece.profile.size() == n * columns);
        for (std::size_t i = 0; i < n; ++i) {
            promise(piece.position[i] > 0 && piece.position[i] <= 1e7);
            promise(std::abs(piece.log_strength[i]) <= 511);
            promise(std::isfinite(piece.lower_energy[i]));
            promise(piece.isotopologue[i] < isotopologues);
        }
    }
}

}  // namespace vespa::fuzz
