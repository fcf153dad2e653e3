#include "lbl/atmosphere/profile_units.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <utility>

namespace vespa::lbl {
namespace {

using Unit = std::pair<std::string_view, double>;

constexpr std::array pressures{Unit{"Pa", 1},
                               Unit{"hPa", 1e2},
                               Unit{"kPa", 1e3},
                               Unit{"mb", 1e2},
                               Unit{"mbar", 1e2},
                               Unit{"bar", 1e5},
                               Unit{"atm", 101325},
                               Unit{"dyn/cm2", 0.1},
                               Unit{"dyn/cm^2", 0.1},
                               Unit{"g/(cm.s^2)", 0.1},
                               Unit{"torr", 101325.0 / 760}};
constexpr std::array heights{Unit{"m", 1}, Unit{"km", 1e3}, Unit{"cm", 1e-2}};
constexpr std::array fractions{Unit{"1", 1},       Unit{"vmr", 1},     Unit{"ppv", 1},     Unit{"mol/mol", 1},
                               Unit{"%", 1e-2},    Unit{"ppm", 1e-6},  Unit{"ppmv", 1e-6}, Unit{"ppb", 1e-9},
                               Unit{"ppbv", 1e-9}, Unit{"ppt", 1e-12}, Unit{"pptv", 1e-12}};

std::optional<double> look_up(std::span<Unit const> units, std::string_view name) {
    auto const same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    for (auto const& [known, value] : units)
        if (std::equal(known.begin(), known.end(), name.begin(), name.end(), same)) return value;
    return std::nullopt;
}

std::string listed(std::span<Unit const> units) {
    std::string text;
    for (auto const& [known, value] : units)
        text += (text.empty() ? "" : ", ") + std::string(known);
    return text;
}

}  // namespace

std::optional<double> pascals_of(std::string_view unit) {
    return look_up(pressures, unit);
}
std::optional<double> metres_of(std::string_view unit) {
    return look_up(heights, unit);
}
std::optional<double> mole_fraction_of(std::string_view unit) {
    return look_up(fractions, unit);
}
std::string pressure_units() {
    return listed(pressures);
}
std::string height_units() {
    return listed(heights);
}
std::string abundance_units() {
    return listed(fractions);
}

}  // namespace vespa::lbl
