#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "lbl/atmosphere/constants.hpp"
#include "lbl/atmosphere/table_text.hpp"
#include "lbl/continuum/collision_induced.hpp"

namespace vespa::lbl {

static void read_heading(TableText& lines, CollisionTable& table) {
    for (;;) {
        std::string const heading(lines.need("@SPECIES, @TEMPERATURES, @DATA"));
        if (heading == "@DATA") break;
        auto const words = words_of(lines.need("what " + heading + " announces"));
        if (heading == "@SPECIES") {
            if (words.size() != 2) lines.fail(std::to_string(words.size()) + " species", "two formulas");
            table.first = words[0];
            table.second = words[1];
        } else if (heading == "@TEMPERATURES") {
            table.sets.clear();
            for (auto const word : words) {
                CollisionSet set;
                set.temperature = lines.to_number(word, "temperature", 0.1, 1e5);
                if (!table.sets.empty() && set.temperature <= table.sets.back().temperature)
                    lines.fail("temperature " + std::string(word) + " does not rise");
                table.sets.push_back(std::move(set));
            }
        } else {
            lines.fail("'" + heading.substr(0, 40) + "'", "@SPECIES, @TEMPERATURES, @DATA");
        }
    }
    if (table.first.empty()) lines.fail("no @SPECIES before @DATA");
    if (table.sets.empty()) lines.fail("no @TEMPERATURES before @DATA");
}

CollisionTable read_borysow_cia(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    CollisionTable table;
    read_heading(lines, table);
    for (std::string_view line; lines.next(line);) {
        auto const words = words_of(line);
        if (words.size() != table.sets.size() + 1) {
            lines.fail("a row of " + std::to_string(words.size()) + " numbers",
                       "wavenumber and " + std::to_string(table.sets.size()) + " coefficients");
        }
        double const nu = lines.to_number(words[0], "wavenumber", 0, 1e6);
        if (!table.sets[0].wavenumber.empty() && nu <= table.sets[0].highest())
            lines.fail("wavenumber " + std::string(words[0]) + " does not rise");
        for (std::size_t i = 0; i < table.sets.size(); ++i) {
            table.sets[i].wavenumber.push_back(nu);
            table.sets[i].coefficient.push_back(lines.to_number(words[i + 1], "coefficient") /
                                                (amagat * amagat));
        }
    }
    if (table.sets[0].wavenumber.size() < 2) throw BadInput("fewer than two rows of data", name);
    return table;
}

}  // namespace vespa::lbl
