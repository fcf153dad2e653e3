#include "lbl/atmosphere/profile_columns.hpp"

#include "core/text/words.hpp"
#include "lbl/atmosphere/profile_units.hpp"

namespace vespa::lbl {

bool ProfileColumns::has(Kind kind) const {
    for (auto const& column : columns_)
        if (column.kind == kind) return true;
    return false;
}

void ProfileColumns::add(TableText const& lines, std::string const& name, std::string_view unit) {
    auto const wrong_unit = [&](std::string const& allowed) {
        lines.fail("unit '" + std::string(unit) + "' of " + name, allowed);
    };
    for (auto const& column : columns_)
        if (column.name == name) lines.fail("column " + name + " appears twice");
    if (name == "pressure") {
        auto const scale = pascals_of(unit);
        if (!scale) wrong_unit(pressure_units());
        columns_.push_back({Kind::pressure, *scale, name});
    } else if (name == "temperature") {
        if (unit != "K") wrong_unit("K");
        columns_.push_back({Kind::temperature, 1, name});
    } else if (name == "height") {
        auto const scale = metres_of(unit);
        if (!scale) wrong_unit(height_units());
        columns_.push_back({Kind::height, *scale, name});
    } else {
        auto const scale = mole_fraction_of(unit);
        if (!scale) wrong_unit(abundance_units());
        columns_.push_back({Kind::gas, *scale, name});
    }
}

Profile ProfileColumns::read_rows(TableText& lines, std::string const& name, double molar_mass) const {
    if (!has(Kind::pressure)) lines.fail("no column of pressure");
    if (!has(Kind::temperature)) lines.fail("no column of temperature");
    Profile profile;
    profile.molar_mass = molar_mass;
    for (auto const& column : columns_)
        if (column.kind == Kind::gas) profile.gases.push_back({column.name});
    std::vector<std::size_t> at;
    for (std::string_view line; lines.next(line);) {
        auto const words = words_of(line);
        if (words.size() != columns_.size()) {
            lines.fail("a row of " + std::to_string(words.size()) + " numbers",
                       std::to_string(columns_.size()) + ", one a column");
        }
        at.push_back(lines.number());
        std::size_t gas = 0;
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto const& column = columns_[i];
            if (column.kind == Kind::unused) continue;
            double const value = column.unit * lines.to_number(words[i], column.name);
            if (column.kind == Kind::pressure) profile.pressure.push_back(value);
            if (column.kind == Kind::temperature) profile.temperature.push_back(value);
            if (column.kind == Kind::height) profile.height.push_back(value);
            if (column.kind == Kind::gas) profile.gases[gas++].abundance.push_back(value);
        }
    }
    put_lowest_first(profile, at);
    check(profile, name, at);
    return profile;
}

}  // namespace vespa::lbl
