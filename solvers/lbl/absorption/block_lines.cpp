#include "lbl/absorption/block_lines.hpp"

#include <algorithm>

#include "lbl/line_sum/sampled_error.hpp"

namespace vespa::lbl {
namespace {

constexpr double pascals_per_atm = 101325;

std::vector<std::string> names_of(std::vector<Broadener> const& broadeners) {
    std::vector<std::string> names;
    for (auto const& broadener : broadeners)
        names.push_back(broadener.name);
    return names;
}

StoredLines lines_near(GasLines const& gas, SpectralGrid const& part) {
    auto lines = gas.lines->between(part.first - gas.reach(), part.last() + gas.reach());
    keep_used_sets(lines.profiles, lines.profile);
    return lines;
}

}  // namespace

BlockLines::BlockLines(GasLines const& gas, SpectralGrid const& part, Precision precision)
    : gas_(gas),
      part_(part),
      stored_(lines_near(gas, part)),
      preparation_(stored_, gas.uses, names_of(gas.broadeners), gas.preparation),
      sum_(part, gas.wings, precision) {}

void BlockLines::cross_section(GasState const& state, std::span<double> sigma, std::span<double> slope) {
    preparation_.at({.temperature = state.temperature,
                     .pressure = state.pressure / pascals_per_atm,
                     .fractions = gas_.fractions(state)},
                    prepared_);
    sum_.set(prepared_.lines, sigma, slope);
}

double BlockLines::error_at(std::span<std::int64_t const> points, std::span<double const> sigma) const {
    return lbl::error_at(part_, gas_.wings, prepared_.lines, sigma, points).largest;
}

}  // namespace vespa::lbl
