#include "lbl/lines/layer/broadening.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/constants.hpp"
#include "lbl/lines/layer/line_kernel.hpp"

namespace vespa::lbl {
namespace {

constexpr std::array<double, 4> range_temperatures{50, 150, 296, 700};
constexpr std::size_t range_of_296 = 2;
/// Exponent of a width that no list gives: that of hard spheres.
constexpr double usual_exponent = 0.5;

// A column with its absent values taken from another, then from a number.
std::vector<double> filled(std::vector<double> const* column, std::vector<double> const* other, double number,
                           std::size_t sets) {
    std::vector<double> result(sets, absent);
    for (std::size_t s = 0; s < sets; ++s) {
        if (column) result[s] = (*column)[s];
        if (std::isnan(result[s]) && other) result[s] = (*other)[s];
        if (std::isnan(result[s])) result[s] = number;
    }
    return result;
}

double value_or(std::vector<double> const* column, std::size_t set, double other) {
    return column && !std::isnan((*column)[set]) ? (*column)[set] : other;
}

}  // namespace

std::size_t hartmann_tran_range(double temperature) {
    return temperature < 100 ? 0 : temperature < 200 ? 1 : temperature < 400 ? 2 : 3;
}

std::vector<std::string> broadeners_of(ProfileTable const& profiles) {
    std::vector<std::string> names;
    for (auto const& column : profiles.columns) {
        bool const plain = column.starts_with("gamma_") && !column.starts_with("gamma_ht_");
        if (plain) names.push_back(column.substr(6));
    }
    return names;
}

Broadening::Column Broadening::find(std::string const& column) const {
    auto const place = profiles_.find(column);
    return place ? &profiles_.values[*place] : nullptr;
}

Broadening::Broadening(ProfileTable const& profiles, std::vector<std::string> const& broadeners,
                       PreparationOptions const& options)
    : profiles_(profiles), options_(options) {
    if (broadeners.empty()) throw BadInput("no broadener is named", "broadeners", "\"air\", \"self\", ...");
    for (auto const& name : broadeners)
        resolve(name);
}

void Broadening::resolve(std::string const& name) {
    auto const gamma = find("gamma_" + name);
    if (!gamma) {
        throw BadInput("the list has no widths of broadener \"" + name + "\" (column gamma_" + name + ")",
                       "broadeners", fmt::format("{}", fmt::join(broadeners_of(profiles_), ", ")));
    }
    auto const sets = profiles_.sets();
    Broadener b;
    b.name = name;
    b.gamma = filled(gamma, find("gamma_air"), 0, sets);
    b.exponent = filled(find("n_" + name), find("n_air"), usual_exponent, sets);
    b.delta = filled(find("delta_" + name), nullptr, 0, sets);
    b.deltap = filled(find("deltap_" + name), nullptr, 0, sets);
    if (options_.mixing) b.mixing = find("y_" + name);
    if (options_.profile != LineProfile::voigt) find_special(b);
    any_mixing_ = any_mixing_ || b.mixing || b.mixing_hartmann_tran;
    any_speed_dependence_ = any_speed_dependence_ || b.speed_dependence;
    for (auto const& range : b.ranges)
        any_hartmann_tran_ = any_hartmann_tran_ || range.gamma_0;
    broadeners_.push_back(std::move(b));
}

void Broadening::find_special(Broadener& b) const {
    b.speed_dependence = find("sd_" + b.name);
    if (options_.mixing && find("y_sdv_" + b.name + "_296")) b.mixing = find("y_sdv_" + b.name + "_296");
    if (options_.profile != LineProfile::hartmann_tran) return;
    for (std::size_t r = 0; r < range_temperatures.size(); ++r) {
        auto const end = fmt::format("{}_{}", b.name, range_temperatures[r]);
        b.ranges[r] = {find("gamma_ht_0_" + end), find("n_ht_" + end),      find("gamma_ht_2_" + end),
                       find("delta_ht_0_" + end), find("deltap_ht_" + end), find("delta_ht_2_" + end)};
    }
    b.velocity_changing = find("nu_ht_" + b.name);
    b.velocity_exponent = find("kappa_ht_" + b.name);
    b.correlation = find("eta_ht_" + b.name);
    if (options_.mixing) b.mixing_hartmann_tran = find("y_ht_" + b.name + "_296");
}

void Broadening::check(LayerState const& state) const {
    if (state.fractions.size() != broadeners_.size()) {
        throw BadInput(
            fmt::format("{} mole fractions for {} broadeners", state.fractions.size(), broadeners_.size()),
            "composition", "one for each");
    }
    double sum = 0;
    for (std::size_t b = 0; b < broadeners_.size(); ++b) {
        if (!(state.fractions[b] >= 0 && state.fractions[b] <= 1)) {
            throw BadInput(fmt::format("mole fraction of {} is {}", broadeners_[b].name, state.fractions[b]),
                           "composition", "0 to 1");
        }
        sum += state.fractions[b];
    }
    if (std::abs(sum - 1) > 1e-6) {
        throw BadInput(fmt::format("mole fractions sum to {}", sum), "composition", "1, to 1e-6");
    }
    if (!(state.pressure >= 0 && std::isfinite(state.pressure))) {
        throw BadInput(fmt::format("pressure {} atm", state.pressure), "layer", "a number >= 0");
    }
}

void Broadening::at(LayerState const& state, By by, SetShapes& shapes) const {
    check(state);
    auto const sets = profiles_.sets();
    shapes.width.assign(sets, 0);
    shapes.shift.assign(sets, 0);
    shapes.moment.assign(options_.slopes ? sets : 0, 0);
    shapes.mixing.assign(any_mixing_ ? sets : 0, 0);
    bool const speed = any_speed_dependence_ || any_hartmann_tran_;
    shapes.speed_dependence.assign(speed ? sets : 0, 0);
    for (auto* column : {&shapes.shift_speed_dependence, &shapes.velocity_changing, &shapes.correlation})
        column->assign(any_hartmann_tran_ ? sets : 0, 0);
    for (std::size_t i = 0; i < broadeners_.size(); ++i) {
        double const partial = state.pressure * state.fractions[i];
        if (partial == 0) continue;
        auto const& b = any_hartmann_tran_ ? at_range(broadeners_[i], state.temperature) : broadeners_[i];
        WidthTask const task{sets,
                             b.gamma.data(),
                             b.exponent.data(),
                             partial,
                             std::log(list_temperature / state.temperature),
                             shapes.width.data(),
                             options_.slopes ? shapes.moment.data() : nullptr};
        by == By::lanes ? add_widths_in_lanes(task) : add_widths_reference(task);
        add_plain(b, state, partial, shapes);
        if (speed) add_special(b, state, partial, shapes);
    }
    for (std::size_t s = 0; s < shapes.correlation.size(); ++s)
        if (shapes.width[s] > 0) shapes.correlation[s] /= shapes.width[s];
}

void Broadening::add_plain(Broadener const& b, LayerState const& state, double partial,
                           SetShapes& shapes) const {
    double const warmer = state.temperature - list_temperature;
    for (std::size_t s = 0; s < shapes.shift.size(); ++s)
        shapes.shift[s] += partial * (b.delta[s] + b.deltap[s] * warmer);
    for (std::size_t s = 0; s < shapes.mixing.size(); ++s) {
        shapes.mixing[s] += partial * value_or(b.mixing_hartmann_tran, s, value_or(b.mixing, s, 0));
    }
}

// The parameters of the range of temperature, or of that of 296 K, put in the place of those of the Voigt
// profile where a set has them: gamma_0 (T_range / T)^n is written as a width at 296 K.
Broadening::Broadener Broadening::at_range(Broadener const& broadener, double temperature) const {
    Broadener b = broadener;
    auto const own = hartmann_tran_range(temperature);
    for (std::size_t s = 0; s < b.gamma.size(); ++s) {
        for (auto const r : {own, range_of_296}) {
            auto const& range = broadener.ranges[r];
            double const gamma = value_or(range.gamma_0, s, absent);
            if (std::isnan(gamma)) continue;
            b.exponent[s] = value_or(range.n, s, b.exponent[s]);
            b.gamma[s] = gamma * std::pow(range_temperatures[r] / list_temperature, b.exponent[s]);
            double const deltap = value_or(range.deltap, s, 0);
            b.delta[s] =
                value_or(range.delta_0, s, b.delta[s]) + deltap * (list_temperature - range_temperatures[r]);
            b.deltap[s] = deltap;
            break;
        }
    }
    return b;
}

void Broadening::add_special(Broadener const& b, LayerState const& state, double partial,
                             SetShapes& shapes) const {
    auto const own = hartmann_tran_range(state.temperature);
    double const cooling = list_temperature / state.temperature;
    for (std::size_t s = 0; s < shapes.speed_dependence.size(); ++s) {
        double const width = partial * b.gamma[s] * std::pow(cooling, b.exponent[s]);
        Column const gamma_0 = b.ranges[own].gamma_0;
        auto const r = std::isnan(value_or(gamma_0, s, absent)) ? range_of_296 : own;
        auto const& range = b.ranges[r];
        if (std::isnan(value_or(range.gamma_0, s, absent))) {
            shapes.speed_dependence[s] += width * value_or(b.speed_dependence, s, 0);
            continue;
        }
        shapes.speed_dependence[s] += partial * value_or(range.gamma_2, s, 0);
        shapes.shift_speed_dependence[s] += partial * value_or(range.delta_2, s, 0);
        shapes.velocity_changing[s] += partial * value_or(b.velocity_changing, s, 0) *
                                       std::pow(cooling, value_or(b.velocity_exponent, s, 0));
        shapes.correlation[s] += width * value_or(b.correlation, s, 0);
    }
}

}  // namespace vespa::lbl
