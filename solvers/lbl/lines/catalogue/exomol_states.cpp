#include "lbl/lines/catalogue/exomol_states.hpp"

#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "lbl/lines/catalogue/par_record.hpp"
#include "lbl/lines/catalogue/text_lines.hpp"

namespace vespa::lbl {

ExomolStates read_exomol_states(std::filesystem::path const& path) {
    constexpr std::int64_t highest_number = 2'000'000'000;
    TextLines lines(path);
    ExomolStates states;
    std::string_view line;
    std::int64_t count = 0;
    while (lines.next(line)) {
        if (is_remark(line)) continue;
        auto const words = words_of(line, 4);
        if (words.size() < 4)
            lines.fail("a state of " + std::to_string(words.size()) + " columns", "number, E, g, J");
        auto const number = to_integer(words[0]);
        if (!number || *number < 1 || *number > highest_number) {
            lines.fail("number of a state is " + in_quotes(words[0]), "an integer from 1 to 2000000000");
        }
        // Files number their states one after the other; a number far beyond what was read would take memory.
        if (++count; *number > 100 * count + 1'000'000) {
            lines.fail("number of a state is " + in_quotes(words[0]) + " after " + std::to_string(count - 1) +
                           " states",
                       "numbers near the count of states");
        }
        auto const energy = to_number(words[1]), weight = to_number(words[2]), rotation = to_number(words[3]);
        if (!energy || !(*energy >= -1 && *energy < 1e6)) {
            lines.fail("energy is " + in_quotes(words[1]), "a number from 0 to 1e6 cm-1");
        }
        if (!weight || !(*weight > 0 && *weight < 1e7)) {
            lines.fail("degeneracy is " + in_quotes(words[2]), "a number above 0");
        }
        if (!rotation || !(*rotation >= 0 && *rotation < 1e4)) {
            lines.fail("J is " + in_quotes(words[3]), "a number >= 0");
        }
        auto const place = static_cast<std::size_t>(*number);
        if (place >= states.energy.size()) {
            states.energy.resize(place + 1);
            states.weight.resize(place + 1);
            states.rotation.resize(place + 1);
        }
        if (states.weight[place] > 0) lines.fail("state " + in_quotes(words[0]) + " appears twice");
        states.energy[place] = *energy;
        states.weight[place] = static_cast<float>(*weight);
        states.rotation[place] = static_cast<float>(*rotation);
    }
    if (count == 0) lines.fail("no states", "rows of number, E, g, J");
    return states;
}

}  // namespace vespa::lbl
