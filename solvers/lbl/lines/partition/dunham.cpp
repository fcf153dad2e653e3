#include "lbl/lines/partition/dunham.hpp"

#include <cmath>

#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"

namespace vespa::lbl {
namespace {

double number(TextLines const& lines, std::string_view word, std::string const& what, double low,
              double high) {
    auto const value = to_number(word);
    if (!value || *value < low || *value > high) {
        lines.fail(what + " is " + in_quotes(word),
                   "a number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return *value;
}

int integer(TextLines const& lines, std::string_view word, std::string const& what, int low, int high) {
    auto const value = to_integer(word);
    if (!value || *value < low || *value > high) {
        lines.fail(what + " is " + in_quotes(word),
                   "an integer from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return static_cast<int>(*value);
}

// "isotopologue M I", with which a block begins.
DunhamLevels begin_block(TextLines const& lines, std::vector<std::string_view> const& words) {
    if (words.size() != 3) lines.fail("not two numbers", "isotopologue, HITRAN's numbers of both");
    auto const place = find_isotopologue(integer(lines, words[1], "molecule", 1, 99),
                                         integer(lines, words[2], "isotopologue", 1, 15));
    if (!place) lines.fail("an isotopologue that HITRAN does not number");
    DunhamLevels levels;
    levels.isotopologue = hitran_isotopologues()[*place];
    return levels;
}

void read_key(TextLines const& lines, std::string_view line, std::vector<std::string_view> const& words,
              DunhamLevels& levels) {
    if (words[0] == "citation") {
        levels.citation = trimmed(trimmed(line).substr(words[0].size()));
    } else if (words[0] == "Y" && words.size() == 4) {
        levels.terms.push_back({integer(lines, words[1], "k", 0, 20), integer(lines, words[2], "l", 0, 10),
                                number(lines, words[3], "Y", -1e6, 1e6)});
    } else if (words[0] == "Q" && words.size() == 3) {
        levels.temperature.push_back(number(lines, words[1], "temperature", 0.1, 20000));
        levels.partition_sum.push_back(number(lines, words[2], "Q", 1e-6, 1e15));
        if (levels.temperature.size() > 1 && !(levels.temperature.back() > levels.temperature.end()[-2])) {
            lines.fail("temperature is " + in_quotes(words[1]), "temperatures that rise from row to row");
        }
    } else if (words[0] == "spin_weight" && words.size() == 2) {
        levels.spin_weight = number(lines, words[1], "spin_weight", 1, 1000);
    } else if (words[0] == "vibrations" && words.size() == 2) {
        levels.vibrations = integer(lines, words[1], "vibrations", 1, 100);
    } else if (words[0] == "rotations" && words.size() == 2) {
        levels.rotations = integer(lines, words[1], "rotations", 1, 500);
    } else if (words[0] == "highest_temperature" && words.size() == 2) {
        levels.highest_temperature = number(lines, words[1], "highest_temperature", 2, 20000);
    } else {
        lines.fail("line " + in_quotes(trimmed(line)),
                   "isotopologue M I, citation TEXT, spin_weight, vibrations, rotations, highest_temperature "
                   "NUMBER, Y k l VALUE, Q T VALUE");
    }
}

void check_block(TextLines const& lines, DunhamLevels const& levels) {
    bool const is_table = levels.terms.empty() && levels.temperature.size() >= 4;
    if (is_table && !levels.citation.empty()) return;
    if (levels.vibrations == 0 || levels.rotations == 0 || levels.highest_temperature == 0 ||
        levels.terms.empty() || levels.citation.empty()) {
        lines.fail("the block of " + levels.isotopologue.name + " is not complete",
                   "citation, vibrations, rotations, highest_temperature and terms Y in every block, or "
                   "citation and "
                   "four rows Q or more");
    }
    double const ground = dunham_energy(levels, 0, 0);
    for (int v = 0; v < levels.vibrations; ++v) {
        for (int j = 0; j < levels.rotations; ++j) {
            if (!(dunham_energy(levels, v, j) >= ground)) {
                lines.fail("the expansion gives a state v = " + std::to_string(v) + ", J = " +
                               std::to_string(j) + " below the ground state of " + levels.isotopologue.name,
                           "fewer vibrations or rotations");
            }
        }
    }
}

}  // namespace

double dunham_energy(DunhamLevels const& levels, int v, int j) {
    double const x = v + 0.5, y = static_cast<double>(j) * (j + 1);
    double sum = 0;
    for (auto const& term : levels.terms)
        sum += term.value * std::pow(x, term.k) * std::pow(y, term.l);
    return sum;
}

std::unique_ptr<PartitionSum> partition_sum_of(DunhamLevels const& levels, std::string const& source) {
    if (levels.terms.empty()) {
        return std::make_unique<PartitionTable>(source, levels.temperature, levels.partition_sum);
    }
    Levels states;
    double const ground = dunham_energy(levels, 0, 0);
    for (int v = 0; v < levels.vibrations; ++v) {
        for (int j = 0; j < levels.rotations; ++j) {
            states.energy.push_back(dunham_energy(levels, v, j) - ground);
            states.weight.push_back(levels.spin_weight * (2 * j + 1));
        }
    }
    return std::make_unique<LevelSum>(source, std::move(states), 1, levels.highest_temperature);
}

std::vector<DunhamLevels> read_levels(std::filesystem::path const& path) {
    TextLines lines(path);
    std::string_view line;
    if (!lines.next(line) || trimmed(line) != "vespa-levels 1") {
        lines.fail("not a file of levels", "first line \"vespa-levels 1\"");
    }
    std::vector<DunhamLevels> blocks;
    while (lines.next(line)) {
        if (is_remark(line)) continue;
        auto const words = words_of(line);
        if (words[0] == "isotopologue") {
            if (!blocks.empty()) check_block(lines, blocks.back());
            blocks.push_back(begin_block(lines, words));
        } else if (blocks.empty()) {
            lines.fail("line " + in_quotes(trimmed(line)), "isotopologue M I before it");
        } else {
            read_key(lines, line, words, blocks.back());
        }
    }
    if (blocks.empty()) lines.fail("no block of levels", "isotopologue M I and what follows");
    check_block(lines, blocks.back());
    return blocks;
}

}  // namespace vespa::lbl
