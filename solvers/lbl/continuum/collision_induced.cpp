#include "lbl/continuum/collision_induced.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {
namespace {

/// The two sets next to a temperature, and the upper one's share.
struct Bracket {
    CollisionSet const *low = nullptr, *high = nullptr;
    double share = 0, width = 0;
};

std::string kelvins(double t) {
    std::ostringstream text;
    text << t << " K";
    return text.str();
}

Bracket bracket_of(CollisionTable const& table, std::vector<CollisionSet const*> const& sets,
                   double temperature, BeyondTable beyond) {
    Bracket bracket;
    for (auto const* set : sets) {
        if (set->temperature <= temperature && (!bracket.low || set->temperature > bracket.low->temperature))
            bracket.low = set;
        if (set->temperature >= temperature &&
            (!bracket.high || set->temperature < bracket.high->temperature))
            bracket.high = set;
    }
    if (bracket.low && bracket.high) {
        bracket.width = bracket.high->temperature - bracket.low->temperature;
        bracket.share = bracket.width > 0 ? (temperature - bracket.low->temperature) / bracket.width : 0;
        return bracket;
    }
    if (beyond == BeyondTable::refuse) {
        auto const [least, most] = std::minmax_element(
            sets.begin(), sets.end(), [](auto a, auto b) { return a->temperature < b->temperature; });
        throw BadInput(kelvins(temperature) + " is beyond the table at " +
                           std::to_string(sets.front()->lowest()) + " to " +
                           std::to_string(sets.front()->highest()) + " cm-1",
                       "collision-induced absorption of " + table.first + "-" + table.second,
                       kelvins((*least)->temperature) + " to " + kelvins((*most)->temperature) +
                           ", or the nearest temperature by choice");
    }
    if (!bracket.low) bracket.low = bracket.high;
    bracket.high = bracket.low;
    return bracket;
}

/// A set's coefficient at a wavenumber within its range. `hint` is the row below, found by walking on.
double at(CollisionSet const& set, double nu, std::size_t& hint) {
    while (hint + 2 < set.wavenumber.size() && set.wavenumber[hint + 1] < nu)
        ++hint;
    double const low = set.wavenumber[hint], high = set.wavenumber[hint + 1];
    double const share = (nu - low) / (high - low);
    return (1 - share) * set.coefficient[hint] + share * set.coefficient[hint + 1];
}

void interpolate(Bracket const& bracket, CollisionInterpolation interpolation,
                 std::span<double const> wavenumber, std::span<double> coefficient,
                 std::span<double> by_temperature) {
    std::size_t low_hint = 0, high_hint = 0;
    for (std::size_t i = 0; i < wavenumber.size(); ++i) {
        double const low = at(*bracket.low, wavenumber[i], low_hint);
        double const high = at(*bracket.high, wavenumber[i], high_hint);
        double slope = 0;
        if (interpolation == CollisionInterpolation::logarithmic && low > 0 && high > 0) {
            double const ratio = std::log(high / low);
            coefficient[i] = low * std::exp(bracket.share * ratio);
            if (bracket.width > 0) slope = coefficient[i] * ratio / bracket.width;
        } else {
            coefficient[i] = (1 - bracket.share) * low + bracket.share * high;
            if (bracket.width > 0) slope = (high - low) / bracket.width;
        }
        if (!by_temperature.empty()) by_temperature[i] = slope;
    }
}

}  // namespace

void collision_coefficient(CollisionTable const& table, double temperature,
                           CollisionInterpolation interpolation, BeyondTable beyond,
                           std::span<double const> wavenumber, std::span<double> coefficient,
                           std::span<double> by_temperature) {
    std::size_t const n = wavenumber.size();
    if (coefficient.size() != n || (!by_temperature.empty() && by_temperature.size() != n))
        throw std::invalid_argument("collision_coefficient: not a value for each wavenumber");
    std::fill(coefficient.begin(), coefficient.end(), 0.0);
    std::fill(by_temperature.begin(), by_temperature.end(), 0.0);
    std::vector<double> edges;
    for (auto const& set : table.sets) {
        edges.push_back(set.lowest());
        edges.push_back(set.highest());
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    // Between two neighbouring edges it is the same sets that reach every wavenumber.
    std::size_t begin = 0;
    for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
        begin = std::max(
            begin, static_cast<std::size_t>(std::lower_bound(wavenumber.begin(), wavenumber.end(), edges[e]) -
                                            wavenumber.begin()));
        auto const end = static_cast<std::size_t>(
            std::upper_bound(wavenumber.begin(), wavenumber.end(), edges[e + 1]) - wavenumber.begin());
        std::vector<CollisionSet const*> sets;
        for (auto const& set : table.sets)
            if (set.lowest() <= edges[e] && set.highest() >= edges[e + 1]) sets.push_back(&set);
        if (begin >= end || sets.empty()) continue;
        std::size_t const count = end - begin;
        interpolate(bracket_of(table, sets, temperature, beyond), interpolation,
                    wavenumber.subspan(begin, count), coefficient.subspan(begin, count),
                    by_temperature.empty() ? by_temperature : by_temperature.subspan(begin, count));
        begin = end;
    }
}

void add_collision_induced(std::span<double const> coefficient, std::span<double const> by_temperature,
                           double pressure, double temperature, double first_abundance,
                           double second_abundance, double column, std::span<double> optical_depth,
                           std::span<double> slope) {
    std::size_t const n = coefficient.size();
    if (optical_depth.size() != n || (!slope.empty() && (slope.size() != n || by_temperature.size() != n)))
        throw std::invalid_argument("add_collision_induced: not a value for each wavenumber");
    double const factor = number_density(pressure, temperature) * first_abundance * second_abundance * column;
    for (std::size_t i = 0; i < n; ++i)
        optical_depth[i] += factor * coefficient[i];
    for (std::size_t i = 0; i < slope.size(); ++i)
        slope[i] += factor * (by_temperature[i] - coefficient[i] / temperature);
}

CollisionTable read_cia_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadInput("cannot be opened", path.string());
    std::stringstream whole;
    whole << file.rdbuf();
    if (file.bad()) throw BadInput("cannot be read to its end", path.string());
    bool const borysow = whole.str().find("@DATA") != std::string::npos;
    return borysow ? read_borysow_cia(whole, path.string()) : read_hitran_cia(whole, path.string());
}

}  // namespace vespa::lbl
