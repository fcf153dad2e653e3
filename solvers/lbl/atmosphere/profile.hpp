#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace vespa::lbl {

/// Mole fraction of one gas at every level.
struct GasProfile {
    std::string name;      ///< chemical formula, as "CO2"
    int isotopologue = 0;  ///< 0: all; else its number in the numbering of the file it came from
    std::vector<double> abundance = {};  ///< mole fraction, 0 to 1
};

/// An atmosphere at its levels, the lowest first.
struct Profile {
    std::vector<double> pressure;     ///< Pa, falling
    std::vector<double> temperature;  ///< K
    std::vector<double> height;       ///< m above the reference radius, rising; empty: hydrostatics makes it
    std::vector<GasProfile> gases;
    double molar_mass = 0;  ///< g/mol of the mixture where the source states it; 0: of the composition

    std::size_t levels() const { return pressure.size(); }
};

/// Most that the mole fractions of a level may sum up to: published profiles are rounded gas by gas (one of
/// Titan in use sums up to 1.0016), and some give dry air's N2 and O2 beside the water vapour (AFGL tropical:
/// 1.016).
inline constexpr double largest_abundance_sum = 1.05;

/// Looks a profile over: at least two levels, as many values in every column, pressure falling, height
/// rising, T > 0, abundances from 0 to 1 with sums <= largest_abundance_sum, no gas twice.
/// \param where  what messages call it: its path
/// \param lines  line of the file that each level stands in, for the messages; empty: messages give the level
/// \throws BadInput
void check(Profile const& profile, std::string const& where, std::span<std::size_t const> lines = {});

/// Turns a profile whose highest level comes first upside down; `lines` with it.
void put_lowest_first(Profile& profile, std::vector<std::size_t>& lines);

/// The gas of that name, all isotopologues; nullptr if the profile has none.
GasProfile const* find_gas(Profile const& profile, std::string const& name);

}  // namespace vespa::lbl
