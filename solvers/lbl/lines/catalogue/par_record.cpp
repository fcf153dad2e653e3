#include "lbl/lines/catalogue/par_record.hpp"

#include <string>

#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"
#include "lbl/lines/isotopologue.hpp"
#include "lbl/lines/packed_line.hpp"
#include "lbl/lines/profile_table.hpp"

namespace vespa::lbl {
namespace {

/// A field of the record: its columns, counted from 1, and what it may hold.
struct Field {
    std::size_t first, last;
    char const* name;
    double low, high;
    char const* allowed;
    bool may_be_blank = false;
};

constexpr Field position_field{4, 15, "wavenumber", 1e-12, 1e7, "a number above 0, below 1e7 cm-1"};
constexpr Field strength_field{16, 25, "intensity", 0, 1, "a number from 0 to 1 cm/molecule"};
constexpr Field gamma_air_field{36, 40, "air-broadened half-width", 0, 1e4, "a number >= 0, or blank", true};
constexpr Field gamma_self_field{41,  45, "self-broadened half-width", 0, 1e5, "a number >= 0, or blank",
                                 true};
constexpr Field energy_field{46,
                             55,
                             "lower-state energy",
                             -highest_lower_energy,
                             highest_lower_energy,
                             "a number from -200000 to 200000 cm-1"};
constexpr Field exponent_field{56, 59, "temperature exponent", -100, 100, "a number, or blank", true};
constexpr Field shift_field{60, 67, "pressure shift", -100, 100, "a number, or blank", true};

double value_of(Field const& field, std::string_view line, TextLines const& lines) {
    auto const text = trimmed(line.substr(field.first - 1, field.last - field.first + 1));
    if (text.empty() && field.may_be_blank) return absent;
    auto const value = to_number(text);
    if (!value || *value < field.low || *value > field.high) {
        lines.fail_at(field.first, field.last, std::string(field.name) + " is " + in_quotes(text),
                      field.allowed);
    }
    return *value;
}

int digit_of(char c) {
    return c >= '0' && c <= '9' ? c - '0' : -1;
}

std::uint8_t isotopologue_of(std::string_view line, TextLines const& lines) {
    int const tens = line[0] == ' ' ? 0 : digit_of(line[0]), ones = digit_of(line[1]);
    int const molecule = tens < 0 || ones < 0 ? 0 : 10 * tens + ones;
    if (molecule == 0 || !find_isotopologue(molecule, 1)) {
        lines.fail_at(1, 2, "molecule is " + in_quotes(line.substr(0, 2)), "a number of HITRAN's molecules");
    }
    // One character for numbers up to 12: 0 is ten, A and B follow.
    char const c = line[2];
    int const number = c == '0' ? 10 : c == 'A' ? 11 : c == 'B' ? 12 : digit_of(c);
    auto const place = find_isotopologue(molecule, number);
    if (!place) {
        lines.fail_at(
            3, 3, "isotopologue is " + in_quotes(line.substr(2, 1)),
            "1 to 9, 0 (ten), A or B, as HITRAN numbers those of molecule " + std::to_string(molecule));
    }
    return static_cast<std::uint8_t>(*place);
}

}  // namespace

ParRecord parse_par_record(std::string_view line, TextLines const& lines) {
    if (line.size() < least_par_length) {
        lines.fail("a record of " + std::to_string(line.size()) + " characters",
                   "160 characters, of which the last 93 may be cut off");
    }
    ParRecord record;
    record.isotopologue = isotopologue_of(line, lines);
    record.position = value_of(position_field, line, lines);
    record.strength = value_of(strength_field, line, lines);
    record.gamma_air = value_of(gamma_air_field, line, lines);
    record.gamma_self = value_of(gamma_self_field, line, lines);
    if (record.gamma_self == 0) record.gamma_self = absent;
    record.lower_energy = value_of(energy_field, line, lines);
    record.n_air = value_of(exponent_field, line, lines);
    record.delta_air = value_of(shift_field, line, lines);
    return record;
}

bool is_remark(std::string_view line) {
    auto const text = trimmed(line);
    return text.empty() || text.front() == '#' || text.front() == '!' || text.front() == '%';
}

}  // namespace vespa::lbl
