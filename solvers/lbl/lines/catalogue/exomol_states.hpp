#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

namespace vespa::lbl {

/// The states of an ExoMol list (Tennyson et al. 2020, JQSRT 255, 107228, table 3), by their number: entry i
/// is state i, of weight 0 where the file has none.
struct ExomolStates {
    std::vector<double> energy;   ///< cm-1
    std::vector<float> weight;    ///< total degeneracy, nuclear spin included as HITRAN does
    std::vector<float> rotation;  ///< J
};

/// Reads a .states file, plain or .bz2. \throws BadInput with file and line
ExomolStates read_exomol_states(std::filesystem::path const& path);

}  // namespace vespa::lbl
