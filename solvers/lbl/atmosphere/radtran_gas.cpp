#include "lbl/atmosphere/radtran_gas.hpp"

#include <array>
#include <utility>

namespace vespa::lbl {

std::string radtran_gas(std::size_t id) {
    static constexpr std::array same_as_hitran{"H2O", "CO2", "O3",    "N2O",  "CO",   "CH4",  "O2",
                                               "NO",  "SO2", "NO2",   "NH3",  "HNO3", "OH",   "HF",
                                               "HCl", "HBr", "HI",    "ClO",  "OCS",  "H2CO", "HOCl",
                                               "N2",  "HCN", "CH3Cl", "H2O2", "C2H2", "C2H6", "PH3"};
    static constexpr std::array<std::pair<std::size_t, char const*>, 20> own{
        {{29, "C2N2"}, {30, "C4H2"},  {31, "HC3N"}, {32, "C2H4"}, {33, "GeH4"}, {34, "C3H8"}, {35, "HCOOH"},
         {36, "H2S"},  {39, "H2"},    {40, "He"},   {41, "AsH3"}, {42, "C3H4"}, {44, "HO2"},  {45, "O"},
         {48, "H"},    {50, "CH3CN"}, {54, "CS"},   {76, "Ar"},   {78, "SO"},   {79, "H2SO4"}}};
    if (id >= 1 && id <= same_as_hitran.size()) return same_as_hitran[id - 1];
    for (auto const& [number, formula] : own)
        if (number == id) return formula;
    return "radtran_" + std::to_string(id);
}

}  // namespace vespa::lbl
