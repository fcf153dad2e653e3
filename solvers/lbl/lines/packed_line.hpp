#pragma once
#include <cmath>
#include <cstdint>
#include <tuple>

namespace vespa::lbl {

/// ln S is held in whole 2^-22: the intensity to 1.2e-7 of itself, from e^-512 to e^512 cm/molecule.
inline constexpr double log_strength_unit = 1.0 / (1 << 22);
inline constexpr double weakest_log_strength = -511;
/// E'' is held in whole 1e-4 cm-1, which is what HITRAN gives.
inline constexpr double lower_energy_unit = 1e-4;
inline constexpr double highest_lower_energy = 200000;  ///< cm-1

/// A line as it is sorted and stored.
struct PackedLine {
    double position;             ///< cm-1
    std::int32_t log_strength;   ///< in log_strength_unit
    std::int32_t lower_energy;   ///< in lower_energy_unit
    std::uint32_t profile;       ///< set of line-shape parameters
    std::uint32_t isotopologue;  ///< place in the list of isotopologues
};

inline PackedLine pack(double position, double log_strength, double lower_energy, std::uint32_t profile,
                       std::uint32_t isotopologue) {
    return {position, static_cast<std::int32_t>(std::lround(log_strength / log_strength_unit)),
            static_cast<std::int32_t>(std::lround(lower_energy / lower_energy_unit)), profile, isotopologue};
}

/// By position; lines at one position in an order that their content alone decides.
inline bool stands_before(PackedLine const& a, PackedLine const& b) {
    if (a.position != b.position) return a.position < b.position;
    return std::tie(a.isotopologue, a.lower_energy, a.log_strength, a.profile) <
           std::tie(b.isotopologue, b.lower_energy, b.log_strength, b.profile);
}

}  // namespace vespa::lbl
