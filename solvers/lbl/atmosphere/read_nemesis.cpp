#include "core/text/words.hpp"
#include "lbl/atmosphere/radtran_gas.hpp"
#include "lbl/atmosphere/read_profile.hpp"
#include "lbl/atmosphere/table_text.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t most_levels = 1'000'000, most_gases = 1000;
constexpr double pascals_of_atm = 101325, metres_of_km = 1000;

std::vector<GasProfile> read_gases(TableText& lines, std::size_t count) {
    std::vector<GasProfile> gases;
    for (std::size_t i = 0; i < count; ++i) {
        auto const words = words_of(lines.need("a line 'id isotopologue' for each gas"));
        if (words.size() != 2)
            lines.fail(std::to_string(words.size()) + " words", "id and isotopologue of a gas");
        auto const id = lines.to_count(words[0], "gas id", 1, 9999);
        auto const isotopologue = lines.to_count(words[1], "isotopologue", 0, 99);
        gases.push_back({radtran_gas(id), static_cast<int>(isotopologue)});
    }
    return gases;
}

}  // namespace

Profile read_nemesis_profile(std::istream& text, std::string const& name) {
    TableText lines(text, name, "#");
    auto const first = words_of(lines.need("AMFORM: 0, 1 or 2"));
    auto const amform = lines.to_count(first[0], "AMFORM", 0, 2);
    auto const second = words_of(lines.need("the number of planets, 1"));
    lines.to_count(second[0], "number of planets", 1, 1);
    auto const third = words_of(lines.need("planet, latitude, levels, gases"));
    std::size_t const wanted = amform == 0 ? 5 : 4;
    if (third.size() != wanted) {
        lines.fail(std::to_string(third.size()) + " words",
                   amform == 0 ? "planet, latitude, levels, gases, molar mass (AMFORM 0)"
                               : "planet, latitude, levels, gases");
    }
    auto const levels = lines.to_count(third[2], "number of levels", 2, most_levels);
    auto const gases = lines.to_count(third[3], "number of gases", 0, most_gases);
    Profile profile;
    if (amform == 0) profile.molar_mass = lines.to_number(third[4], "molar mass", 0.5, 1000);
    profile.gases = read_gases(lines, gases);
    lines.need("the heading of the table");
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < levels; ++i) {
        auto const words = words_of(lines.need(std::to_string(levels) + " levels"));
        if (words.size() != 3 + gases) {
            lines.fail("a row of " + std::to_string(words.size()) + " numbers",
                       std::to_string(3 + gases) + ": height, pressure, temperature and the gases");
        }
        at.push_back(lines.number());
        profile.height.push_back(metres_of_km * lines.to_number(words[0], "height"));
        profile.pressure.push_back(pascals_of_atm * lines.to_number(words[1], "pressure"));
        profile.temperature.push_back(lines.to_number(words[2], "temperature"));
        for (std::size_t g = 0; g < gases; ++g)
            profile.gases[g].abundance.push_back(lines.to_number(words[3 + g], profile.gases[g].name));
    }
    put_lowest_first(profile, at);
    check(profile, name, at);
    return profile;
}

}  // namespace vespa::lbl
