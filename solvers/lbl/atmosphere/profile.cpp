#include "lbl/atmosphere/profile.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

std::string decimal(double v) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, v).ptr};
}

class Inspector {
  public:
    Inspector(Profile const& profile, std::string const& where, std::span<std::size_t const> lines)
        : profile_(profile), where_(where), lines_(lines) {}

    void column(std::vector<double> const& values, std::string const& what) const {
        if (values.size() != profile_.levels()) {
            throw BadInput(std::to_string(values.size()) + " values of " + what, where_,
                           std::to_string(profile_.levels()) + ", as of pressure");
        }
    }

    void monotone(std::vector<double> const& values, bool rising, std::string const& what,
                  std::string const& unit) const {
        for (std::size_t i = 1; i < values.size(); ++i) {
            if (rising ? values[i] > values[i - 1] : values[i] < values[i - 1]) continue;
            fail(i,
                 what + " " + decimal(values[i]) + " " + unit + " follows " + decimal(values[i - 1]) + " " +
                     unit + " below it",
                 rising ? "rising from level to level" : "falling from level to level");
        }
    }

    void levels() const {
        for (std::size_t i = 0; i < profile_.levels(); ++i) {
            if (!(profile_.pressure[i] > 0))
                fail(i, "pressure " + decimal(profile_.pressure[i]) + " Pa", "above 0");
            if (!(profile_.temperature[i] > 0 && profile_.temperature[i] < 1e5)) {
                fail(i, "temperature " + decimal(profile_.temperature[i]) + " K", "above 0, below 100000 K");
            }
            double sum = 0;
            for (auto const& gas : profile_.gases) {
                double const x = gas.abundance[i];
                if (!(x >= 0 && x <= 1)) fail(i, "mole fraction of " + gas.name + " " + decimal(x), "0 to 1");
                sum += x;
            }
            if (sum > largest_abundance_sum) {
                fail(i, "mole fractions sum up to " + decimal(sum),
                     "at most " + decimal(largest_abundance_sum));
            }
        }
    }

  private:
    [[noreturn]] void fail(std::size_t level, std::string const& what, std::string const& allowed) const {
        bool const placed = level < lines_.size();
        throw BadInput(what,
                       placed ? where_ + ":" + std::to_string(lines_[level])
                              : where_ + ", level " + std::to_string(level + 1) + " from below",
                       allowed);
    }

    Profile const& profile_;
    std::string const& where_;
    std::span<std::size_t const> lines_;
};

}  // namespace

void check(Profile const& profile, std::string const& where, std::span<std::size_t const> lines) {
    if (profile.levels() < 2)
        throw BadInput(std::to_string(profile.levels()) + " levels", where, "at least 2");
    Inspector const inspector(profile, where, lines);
    inspector.column(profile.temperature, "temperature");
    if (!profile.height.empty()) inspector.column(profile.height, "height");
    std::set<std::pair<std::string, int>> seen;
    for (auto const& gas : profile.gases) {
        inspector.column(gas.abundance, gas.name);
        if (!seen.emplace(gas.name, gas.isotopologue).second)
            throw BadInput("gas " + gas.name + " appears twice", where, "one column a gas");
    }
    if (!(profile.molar_mass >= 0 && profile.molar_mass < 1000)) {
        throw BadInput("molar mass " + decimal(profile.molar_mass) + " g/mol", where, "0 to 1000");
    }
    inspector.levels();
    inspector.monotone(profile.pressure, false, "pressure", "Pa");
    inspector.monotone(profile.height, true, "height", "m");
}

void put_lowest_first(Profile& profile, std::vector<std::size_t>& lines) {
    if (profile.levels() < 2 || profile.pressure.front() >= profile.pressure.back()) return;
    std::reverse(profile.pressure.begin(), profile.pressure.end());
    std::reverse(profile.temperature.begin(), profile.temperature.end());
    std::reverse(profile.height.begin(), profile.height.end());
    std::reverse(lines.begin(), lines.end());
    for (auto& gas : profile.gases)
        std::reverse(gas.abundance.begin(), gas.abundance.end());
}

GasProfile const* find_gas(Profile const& profile, std::string const& name) {
    for (auto const& gas : profile.gases)
        if (gas.name == name && gas.isotopologue == 0) return &gas;
    return nullptr;
}

}  // namespace vespa::lbl
