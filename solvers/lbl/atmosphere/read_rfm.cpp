#include <algorithm>
#include <cctype>
#include <utility>

#include "core/text/words.hpp"
#include "lbl/atmosphere/profile_units.hpp"
#include "lbl/atmosphere/read_profile.hpp"
#include "lbl/atmosphere/table_text.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t most_levels = 1'000'000;

struct Heading {
    std::string name, unit;
};

/// "*H2O [ppmv]" or "*H2O (ppmv)"
Heading heading_of(TableText const& lines, std::string_view line) {
    auto const words = words_of(line.substr(1));
    if (words.empty())
        lines.fail("'*' without a name", "*HGT [km], *PRE [mb], *TEM [K], *<gas> [ppmv], *END");
    Heading heading{std::string(words[0]), {}};
    std::transform(heading.name.begin(), heading.name.end(), heading.name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (words.size() > 1) {
        auto unit = words[1];
        if (unit.size() > 2 && (unit.front() == '[' || unit.front() == '('))
            unit = unit.substr(1, unit.size() - 2);
        heading.unit = unit;
    }
    return heading;
}

/// Chemical formulas have small letters that the section names have not.
std::string formula_of(std::string const& name) {
    for (char const* const known : {"He", "Ar", "HCl", "HBr", "ClO", "HOCl", "CH3Cl", "ClONO2", "CCl4"}) {
        std::string upper(known);
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        if (upper == name) return known;
    }
    return name;
}

double scale_of(TableText const& lines, Heading const& heading) {
    bool const height = heading.name == "HGT", pressure = heading.name == "PRE";
    if (heading.name == "TEM") {
        if (heading.unit != "K") lines.fail("unit '" + heading.unit + "' of *TEM", "K");
        return 1;
    }
    auto const scale = height     ? metres_of(heading.unit)
                       : pressure ? pascals_of(heading.unit)
                                  : mole_fraction_of(heading.unit);
    if (!scale) {
        lines.fail("unit '" + heading.unit + "' of *" + heading.name, height     ? height_units()
                                                                      : pressure ? pressure_units()
                                                                                 : abundance_units());
    }
    return *scale;
}

}  // namespace

Profile read_rfm_profile(std::istream& text, std::string const& name) {
    TableText lines(text, name, "!");
    auto const count = words_of(lines.need("the number of levels"));
    std::size_t const levels = lines.to_count(count[0], "number of levels", 2, most_levels);
    Profile profile;
    for (;;) {
        auto line = lines.need("'*END' after the last section");
        if (line.front() != '*')
            lines.fail("'" + std::string(line.substr(0, 40)) + "'", "a section, as *TEM [K]");
        Heading const heading = heading_of(lines, line);
        if (heading.name == "END") break;
        double const scale = scale_of(lines, heading);
        std::vector<double> values;
        while (values.size() < levels) {
            for (auto const word : words_of(lines.need("more numbers of *" + heading.name))) {
                if (word.front() == '*') {
                    lines.fail(std::to_string(values.size()) + " numbers of *" + heading.name,
                               std::to_string(levels));
                }
                // A comma may part them, as Fortran's list-directed reading allows.
                std::string_view const number = word.back() == ',' ? word.substr(0, word.size() - 1) : word;
                values.push_back(scale * lines.to_number(number, "*" + heading.name));
            }
        }
        if (values.size() > levels)
            lines.fail(std::to_string(values.size()) + " numbers of *" + heading.name,
                       std::to_string(levels));
        auto* const to = heading.name == "HGT"   ? &profile.height
                         : heading.name == "PRE" ? &profile.pressure
                         : heading.name == "TEM" ? &profile.temperature
                                                 : nullptr;
        if (to && !to->empty()) lines.fail("*" + heading.name + " appears twice");
        if (to)
            *to = std::move(values);
        else
            profile.gases.push_back({formula_of(heading.name), 0, std::move(values)});
    }
    if (profile.pressure.empty()) lines.fail("no section *PRE");
    if (profile.temperature.empty()) lines.fail("no section *TEM");
    std::vector<std::size_t> no_lines;  // a level's numbers stand in many
    put_lowest_first(profile, no_lines);
    check(profile, name);
    return profile;
}

}  // namespace vespa::lbl
