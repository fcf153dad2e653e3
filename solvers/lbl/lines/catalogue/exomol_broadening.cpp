#include "lbl/lines/catalogue/exomol_broadening.hpp"

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"

namespace vespa::lbl {
namespace {

constexpr double bar_per_atm = 1.01325;

int doubled(double j) {
    return static_cast<int>(std::lround(2 * j));
}

double number(TextLines const& lines, std::string_view word, char const* what, double low, double high,
              char const* allowed) {
    auto const value = to_number(word);
    if (!value || *value < low || *value > high) {
        lines.fail(std::string(what) + " is " + in_quotes(word), allowed);
    }
    return *value;
}

double rotation(TextLines const& lines, std::string_view word) {
    return number(lines, word, "J", 0, 1e4, "a number from 0 to 10000");
}

}  // namespace

ExomolBroadening ExomolBroadening::read(std::filesystem::path const& path) {
    TextLines lines(path);
    ExomolBroadening result;
    std::string_view line;
    while (lines.next(line)) {
        if (is_remark(line)) continue;
        auto const words = words_of(line);
        bool const both = words[0] == "a1";
        if (words[0] != "a0" && !both) continue;
        if (words.size() < (both ? 5u : 4u)) {
            lines.fail("row " + in_quotes(trimmed(line)), both ? "a1 gamma n J'' J'" : "a0 gamma n J''");
        }
        Width const width{
            bar_per_atm * number(lines, words[1], "half-width", 0, 100, "a number from 0 to 100 cm-1/bar"),
            number(lines, words[2], "temperature exponent", -10, 10, "a number from -10 to 10")};
        int const lower = doubled(rotation(lines, words[3]));
        if (both) {
            result.by_both_[{lower, doubled(rotation(lines, words[4]))}] = width;
        } else {
            result.by_lower_[lower] = width;
        }
    }
    if (result.by_lower_.empty() && result.by_both_.empty()) {
        throw BadInput("no rows of code a0 or a1", path.string(),
                       "\"a0 gamma n J''\" or \"a1 gamma n J'' J'\"");
    }
    return result;
}

Width ExomolBroadening::of(double lower, double upper, Width other) const {
    auto const both = by_both_.find({doubled(lower), doubled(upper)});
    if (both != by_both_.end()) return both->second;
    auto const one = by_lower_.find(doubled(lower));
    return one != by_lower_.end() ? one->second : other;
}

ExomolDefinition read_exomol_definition(std::filesystem::path const& path) {
    TextLines lines(path);
    ExomolDefinition result;
    bool has_gamma = false, has_exponent = false;
    std::string_view line;
    while (lines.next(line)) {
        // A value, then '#' and what it is.
        auto const hash = line.find('#');
        if (hash == std::string_view::npos) continue;
        auto const value = words_of(line.substr(0, hash), 1);
        auto const meaning = trimmed(line.substr(hash + 1));
        if (value.empty()) continue;
        if (meaning == "IsoFormula") result.formula = value[0];
        if (meaning.starts_with("Isotopologue mass")) {
            result.mass = number(lines, value[0], "mass", 0.5, 1e4, "a number from 0.5 to 10000 Da");
        }
        if (meaning.starts_with("Default value of Lorentzian half-width")) {
            result.usual.gamma = bar_per_atm * number(lines, value[0], "default half-width", 0, 100,
                                                      "a number from 0 to 100 cm-1/bar");
            has_gamma = true;
        }
        if (meaning.starts_with("Default value of temperature exponent")) {
            result.usual.exponent =
                number(lines, value[0], "default exponent", -10, 10, "a number from -10 to 10");
            has_exponent = true;
        }
    }
    if (result.mass == 0 || !has_gamma || !has_exponent) {
        throw BadInput("no mass, or no default half-width and exponent", path.string(),
                       "a .def file of ExoMol: \"VALUE # Isotopologue mass ...\" and so on");
    }
    return result;
}

}  // namespace vespa::lbl
