#pragma once
#include <cstdint>
#include <string_view>

namespace vespa::lbl {

class TextLines;

/// What is used of a HITRAN record of 160 characters (Rothman et al. 2005, JQSRT 96, 139, table 1; HITEMP's
/// are the same).
struct ParRecord {
    std::uint8_t isotopologue = 0;  ///< place in hitran_isotopologues()
    double position = 0;            ///< cm-1
    double strength = 0;            ///< cm/molecule at 296 K, with the terrestrial abundance
    double gamma_air = 0;           ///< cm-1 atm-1; NaN if blank
    double gamma_self = 0;          ///< cm-1 atm-1; NaN if blank or zero, which HITRAN writes for "unknown"
    double lower_energy = 0;        ///< cm-1; -1: unknown
    double n_air = 0;               ///< NaN if blank
    double delta_air = 0;           ///< cm-1 atm-1; NaN if blank
};

/// The characters of a record up to the last that is used; what is behind may be cut off.
inline constexpr std::size_t least_par_length = 67;
inline constexpr std::size_t par_length = 160;

/// Reads a record of at least least_par_length characters. \param lines for messages: the line comes from
/// there \throws BadInput with file, line, columns and what is allowed
ParRecord parse_par_record(std::string_view line, TextLines const& lines);

/// Whether a line carries no record: blank, or a remark that begins with '#', '!' or '%'.
bool is_remark(std::string_view line);

}  // namespace vespa::lbl
