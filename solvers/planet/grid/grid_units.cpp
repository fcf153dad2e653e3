#include "planet/grid/grid_units.hpp"

#include <initializer_list>

#include "core/errors/bad_input.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"

namespace vespa::planet {
namespace {

struct Unit {
    std::initializer_list<char const*> names;
    double factor;
};

double chosen(std::initializer_list<Unit> units, std::string const& text, std::string const& where,
              char const* allowed, char const* key) {
    for (auto const& unit : units) {
        for (auto const* name : unit.names) {
            if (text == name && unit.factor > 0) return unit.factor;
        }
    }
    auto const what = text.empty() ? std::string("no unit is given") : "unknown unit " + in_quotes(text);
    throw BadInput(what, where, std::string(allowed) + ", as attribute units or by " + key + "=");
}

}  // namespace

double length_unit(std::string const& text, double body_radius_m, std::string const& where) {
    return chosen({{{"m", "meter", "meters", "metre", "metres"}, 1},
                   {{"km", "kilometer", "kilometers"}, units::km},
                   {{"radii", "radius", "R"}, body_radius_m},
                   {{"R_J", "RJ"}, units::jupiter_radius},
                   {{"R_S", "RS"}, units::saturn_radius},
                   {{"R_E", "RE"}, units::earth_radius}},
                  text, where, "m, km, radii (of the body), R_J, R_S, R_E", "length-unit");
}

double angle_unit(std::string const& text, std::string const& where) {
    return chosen(
        {{{"degrees", "degree", "deg", "degrees_east", "degrees_north", "degree_east", "degree_north"},
          units::degree},
         {{"rad", "radian", "radians"}, 1}},
        text, where, "degrees, degrees_east, degrees_north, rad", "angle-unit");
}

double density_unit(std::string const& text, std::string const& where) {
    return chosen({{{"cm-3", "cm^-3", "cm**-3", "1/cm3", "1/cm^3", "cc-1"}, units::per_cm3},
                   {{"m-3", "m^-3", "m**-3", "1/m3", "1/m^3"}, 1}},
                  text, where, "cm-3, m-3", "unit");
}

double field_unit(std::string const& text, std::string const& where) {
    return chosen({{{"nT"}, units::nT}, {{"T", "tesla"}, 1}, {{"G", "gauss", "Gauss"}, 1e-4}}, text, where,
                  "nT, T, G", "unit");
}

}  // namespace vespa::planet
