#include "lbl/lines/store/piece_index.hpp"

#include <algorithm>
#include <limits>

#include "lbl/lines/constants.hpp"

namespace vespa::lbl {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr auto temperatures = bound_temperatures.size();

}  // namespace

PieceIndex::PieceIndex(std::uint64_t lines) {
    auto const pieces = (lines + lines_a_store_piece - 1) / lines_a_store_piece;
    first.assign(pieces, infinite);
    last.assign(pieces, -infinite);
    bound.assign(pieces * temperatures, -infinite);
}

void PieceIndex::include(std::uint64_t row, std::span<PackedLine const> lines) {
    double colder[temperatures];
    for (std::size_t t = 0; t < temperatures; ++t)
        colder[t] = second_radiation_constant * (1 / bound_temperatures[t] - 1 / list_temperature);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const piece = (row + i) / lines_a_store_piece;
        first[piece] = std::min(first[piece], lines[i].position);
        last[piece] = std::max(last[piece], lines[i].position);
        double const strength = lines[i].log_strength * log_strength_unit;
        double const energy = lines[i].lower_energy * lower_energy_unit;
        auto* const largest = bound.data() + piece * temperatures;
        for (std::size_t t = 0; t < temperatures; ++t)
            largest[t] = std::max(largest[t], strength - colder[t] * energy);
    }
}

void PieceIndex::merge(std::span<double const> other_first, std::span<double const> other_last,
                       std::span<double const> other_bound) {
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = std::min(first[i], other_first[i]);
        last[i] = std::max(last[i], other_last[i]);
    }
    for (std::size_t i = 0; i < bound.size(); ++i)
        bound[i] = std::max(bound[i], other_bound[i]);
}

double bound_at(std::span<double const> bound, double temperature) {
    if (!(temperature >= bound_temperatures.front() && temperature <= bound_temperatures.back()))
        return infinite;
    std::size_t above = 1;
    while (bound_temperatures[above] < temperature)
        ++above;
    double const cold = 1 / bound_temperatures[above - 1], hot = 1 / bound_temperatures[above];
    double const share = (1 / temperature - hot) / (cold - hot);
    // Rounding of the chord and of what the lines themselves are evaluated with.
    double const slack = 1e-9;
    return bound[above] + share * (bound[above - 1] - bound[above]) + slack;
}

}  // namespace vespa::lbl
