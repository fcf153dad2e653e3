#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/absorption/absorption.hpp"
#include "lbl/line_sum/check.hpp"

namespace vespa::lbl {
namespace {

void check_state(GasState const& state, std::vector<std::string> const& mixture, std::size_t number) {
    auto const where = fmt::format("state {}", number + 1);
    if (!(state.temperature > 0) || !std::isfinite(state.temperature))
        throw BadInput(fmt::format("temperature {} K", state.temperature), where, "above 0");
    if (!(state.pressure >= 0) || !std::isfinite(state.pressure))
        throw BadInput(fmt::format("pressure {} Pa", state.pressure), where, "0 and above");
    if (state.abundance.size() != mixture.size())
        throw BadInput(fmt::format("{} abundances for {} gases", state.abundance.size(), mixture.size()),
                       where);
    for (std::size_t i = 0; i < mixture.size(); ++i)
        if (!(state.abundance[i] >= 0 && state.abundance[i] <= 1))
            throw BadInput(fmt::format("mole fraction {} of {}", state.abundance[i], mixture[i]), where,
                           "0 to 1");
}

}  // namespace

void check(AbsorptionProblem const& problem) {
    check(problem.grid);
    if (problem.states.empty()) throw BadInput("there is none", "states", "one at least");
    if (problem.gases.empty()) throw BadInput("there is none", "gases with lines", "one at least");
    for (auto const& gas : problem.gases)
        check(gas.wings);
    for (std::size_t i = 0; i < problem.states.size(); ++i) {
        check_state(problem.states[i], problem.mixture, i);
        for (auto const& gas : problem.gases)
            gas.check_temperature(problem.states[i].temperature, fmt::format("state {}", i + 1));
    }
}

}  // namespace vespa::lbl
