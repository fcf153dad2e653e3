#include "drivers/lbl/composition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"

namespace vespa::lbl_driver {
namespace {

constexpr double rounding = 1e-6;

double fraction_of(std::string const& text, std::string const& item) {
    auto const value = to_number(text);
    if (!value || *value < 0 || *value > 1)
        throw BadInput("'" + item + "' has no mole fraction", "--composition", "GAS=FRACTION with 0 to 1");
    return *value;
}

}  // namespace

Composition composition_from(std::vector<std::string> const& texts) {
    Composition composition;
    double sum = 0;
    for (auto const& text : texts) {
        auto const equals = text.find('=');
        auto const name = text.substr(0, equals);
        if (equals == std::string::npos || name.empty())
            throw BadInput("'" + text + "' is no share of a gas", "--composition", "GAS=FRACTION");
        if (std::find(composition.gases.begin(), composition.gases.end(), name) != composition.gases.end())
            throw BadInput(name + " is given twice", "--composition", "each gas once");
        composition.gases.push_back(name);
        composition.abundance.push_back(fraction_of(text.substr(equals + 1), text));
        sum += composition.abundance.back();
    }
    if (sum > 1 + rounding)
        throw BadInput(fmt::format("the fractions sum up to {}", sum), "--composition", "up to 1");
    return composition;
}

}  // namespace vespa::lbl_driver
