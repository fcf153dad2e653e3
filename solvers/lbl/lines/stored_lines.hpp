#pragma once
#include <cstdint>
#include <vector>

#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/profile_table.hpp"

namespace vespa::lbl {

class LineSource;

/// Lines of one or several isotopologues as they stand in a list: at 296 K, before pressure and temperature.
/// Columns of one length, sorted by position.
struct StoredLines {
    std::vector<double> position;            ///< vacuum wavenumber, cm-1
    std::vector<double> log_strength;        ///< natural logarithm of the intensity at 296 K in cm/molecule,
                                             ///< which contains Isotopologue::contained_abundance
    std::vector<double> lower_energy;        ///< cm-1
    std::vector<std::uint8_t> isotopologue;  ///< place in isotopologues
    std::vector<std::uint32_t> profile;      ///< set of profiles
    std::vector<Isotopologue> isotopologues;
    ProfileTable profiles;

    std::size_t size() const { return position.size(); }
};

/// Reads a whole list into memory: for lists of up to some million lines; longer ones go through a LineStore.
/// The lines are the same as those of a store made of the source, to the last bit. Local. \throws BadInput
StoredLines read_all(LineSource const& source);

}  // namespace vespa::lbl
