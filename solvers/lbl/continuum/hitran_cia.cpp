#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "lbl/atmosphere/table_text.hpp"
#include "lbl/continuum/collision_induced.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t most_rows = 10'000'000;

struct Header {
    std::string first, second;
    std::size_t rows = 0;
    double temperature = 0;
};

/// Pair, lowest, highest, rows, temperature, then what is not needed. Read as words: files in use keep to the
/// columns of the format (A20, 2F10.3, I7, F7.1) loosely.
Header header_of(TableText const& lines, std::string_view line) {
    auto const words = words_of(line);
    auto const dash = words[0].find('-');
    if (words.size() < 5 || dash == std::string_view::npos || dash == 0 || dash + 1 == words[0].size()) {
        lines.fail("'" + std::string(line.substr(0, 40)) + "' is no header of a set",
                   "a pair as H2-He, lowest and highest wavenumber, rows, temperature, ...");
    }
    Header header{std::string(words[0].substr(0, dash)), std::string(words[0].substr(dash + 1))};
    header.rows = lines.to_count(words[3], "number of rows", 2, most_rows);
    header.temperature = lines.to_number(words[4], "temperature", 0.1, 1e5);
    return header;
}

void check_overlap(TableText const& lines, CollisionTable const& table, CollisionSet const& set) {
    for (auto const& other : table.sets) {
        if (other.temperature == set.temperature && set.lowest() < other.highest() &&
            other.lowest() < set.highest()) {
            lines.fail("a second set at " + std::to_string(set.temperature) + " K between " +
                           std::to_string(std::max(set.lowest(), other.lowest())) + " and " +
                           std::to_string(std::min(set.highest(), other.highest())) + " cm-1",
                       "one set for each temperature and wavenumber");
        }
    }
}

}  // namespace

CollisionTable read_hitran_cia(std::istream& text, std::string const& name) {
    TableText lines(text, name, "");
    CollisionTable table;
    for (std::string_view line; lines.next(line);) {
        Header const header = header_of(lines, line);
        if (table.sets.empty()) {
            table.first = header.first;
            table.second = header.second;
        } else if (table.first != header.first || table.second != header.second) {
            lines.fail("the pair " + header.first + "-" + header.second,
                       "one pair a file, " + table.first + "-" + table.second);
        }
        CollisionSet set;
        set.temperature = header.temperature;
        for (std::size_t i = 0; i < header.rows; ++i) {
            auto const words = words_of(lines.need(std::to_string(header.rows) + " rows of the set"));
            if (words.size() < 2 || words.size() > 3)
                lines.fail("a row of " + std::to_string(words.size()) + " numbers",
                           "wavenumber and coefficient");
            set.wavenumber.push_back(lines.to_number(words[0], "wavenumber", 0, 1e6));
            set.coefficient.push_back(lines.to_number(words[1], "coefficient"));
            if (i > 0 && set.wavenumber[i] <= set.wavenumber[i - 1])
                lines.fail("wavenumber " + std::string(words[0]) + " does not rise");
        }
        check_overlap(lines, table, set);
        table.sets.push_back(std::move(set));
    }
    if (table.sets.empty()) throw BadInput("holds no sets", name, "HITRAN's .cia format");
    return table;
}

}  // namespace vespa::lbl
