#include "lbl/lines/layer/preparation.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/lines/constants.hpp"
#include "lbl/lines/layer/broadening.hpp"
#include "lbl/lines/layer/line_kernel.hpp"

namespace vespa::lbl {

struct LinePreparation::Parts {
    StoredLines const& lines;
    std::vector<IsotopologueUse> uses;
    PreparationOptions options;
    Broadening broadening;
    std::vector<double> log_strength;  // without induced emission

    IsotopologueFactors factors_at(double temperature) const;
    void prepare(LayerState const& state, Broadening::By by, PreparedLayer& result) const;
    void fill_shapes(SetShapes const& shapes, Broadening::By by, LayerLines& to) const;
    void drop_weak(PreparedLayer& result) const;
};

namespace {

void check(StoredLines const& lines, std::vector<IsotopologueUse> const& uses) {
    if (uses.size() != lines.isotopologues.size()) {
        throw BadInput(fmt::format("uses of {} isotopologues for {} of the list", uses.size(),
                                   lines.isotopologues.size()),
                       "isotopologues", "one for each");
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
        auto const& one = lines.isotopologues[i];
        auto const name = one.molecule + " " + one.name;
        if (!uses[i].partition_sum) throw BadInput("no partition sum", name, "one for each isotopologue");
        if (!(uses[i].abundance >= 0 && uses[i].abundance <= 1)) {
            throw BadInput(fmt::format("abundance {}", uses[i].abundance), name, "0 to 1");
        }
        if (!(one.mass > 0 && one.contained_abundance > 0)) {
            throw BadInput(
                fmt::format("mass {} g/mol, contained abundance {}", one.mass, one.contained_abundance), name,
                "numbers above 0");
        }
    }
}

void gather(std::vector<double> const& values, std::vector<std::uint32_t> const& index, Broadening::By by,
            std::vector<double>& to) {
    to.resize(values.empty() ? 0 : index.size());
    if (values.empty()) return;
    if (by == Broadening::By::lanes)
        return gather_in_lanes(values.data(), index.data(), index.size(), to.data());
    for (std::size_t i = 0; i < index.size(); ++i)
        to[i] = values[index[i]];
}

}  // namespace

LinePreparation::LinePreparation(StoredLines const& lines, std::vector<IsotopologueUse> uses,
                                 std::vector<std::string> broadeners, PreparationOptions options) {
    check(lines, uses);
    Broadening broadening(lines.profiles, broadeners, options);
    std::vector<double> log_strength(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        log_strength[i] = without_induced_emission(lines.log_strength[i], lines.position[i]);
    parts_ = std::make_unique<Parts const>(
        Parts{lines, std::move(uses), options, std::move(broadening), std::move(log_strength)});
}

LinePreparation::~LinePreparation() = default;
LinePreparation::LinePreparation(LinePreparation&&) noexcept = default;

IsotopologueFactors LinePreparation::Parts::factors_at(double t) const {
    IsotopologueFactors factors;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        auto const& one = lines.isotopologues[i];
        auto const& q = *uses[i].partition_sum;
        factors.log_factor.push_back(std::log(q.value(list_temperature) / q.value(t)) +
                                     std::log(uses[i].abundance / one.contained_abundance));
        factors.doppler.push_back(std::sqrt(2 * gas_constant * t / (one.mass * 1e-3)) /
                                  units::speed_of_light);
        factors.partition_slope.push_back(q.slope_of_logarithm(t));
    }
    if (factors.log_factor.empty()) factors = {{0}, {0}, {0}};  // a list without lines
    return factors;
}

void LinePreparation::Parts::prepare(LayerState const& state, Broadening::By by,
                                     PreparedLayer& result) const {
    auto const n = lines.size();
    auto& to = result.lines;
    auto const factors = factors_at(state.temperature);
    SetShapes shapes;
    broadening.at(state, by, shapes);
    to.temperature = state.temperature;
    to.position = lines.position;
    for (auto* column : {&to.strength, &to.doppler_width, &to.centre})
        column->resize(n);
    to.slopes.strength.resize(options.slopes ? n : 0);
    to.slopes.doppler_width = options.slopes ? 1 / (2 * state.temperature) : 0;
    StrengthTask const task{n,
                            lines.position.data(),
                            log_strength.data(),
                            lines.lower_energy.data(),
                            lines.isotopologue.data(),
                            &factors,
                            state.temperature,
                            to.strength.data(),
                            to.doppler_width.data(),
                            options.slopes ? to.slopes.strength.data() : nullptr};
    by == Broadening::By::lanes ? strengths_in_lanes(task) : strengths_reference(task);
    // d ln gamma / dT of the sets, in the place of the moment.
    for (std::size_t s = 0; s < shapes.moment.size(); ++s) {
        shapes.moment[s] =
            shapes.width[s] > 0 ? -shapes.moment[s] / (shapes.width[s] * state.temperature) : 0;
    }
    fill_shapes(shapes, by, to);
    result.dropped = 0;
    result.dropped_strength = 0;
    if (options.weakest > 0) drop_weak(result);
}

void LinePreparation::Parts::fill_shapes(SetShapes const& shapes, Broadening::By by, LayerLines& to) const {
    auto const& index = lines.profile;
    gather(shapes.width, index, by, to.lorentz_half_width);
    if (by == Broadening::By::lanes && !shapes.shift.empty()) {
        gather_added_in_lanes(lines.position.data(), shapes.shift.data(), index.data(), index.size(),
                              to.centre.data());
    } else {
        for (std::size_t i = 0; i < index.size(); ++i)
            to.centre[i] = lines.position[i] + shapes.shift[index[i]];
    }
    gather(shapes.moment, index, by, to.slopes.lorentz_half_width);
    gather(shapes.mixing, index, by, to.mixing);
    gather(shapes.speed_dependence, index, by, to.speed_dependence);
    gather(shapes.shift_speed_dependence, index, by, to.shift_speed_dependence);
    gather(shapes.velocity_changing, index, by, to.velocity_changing);
    gather(shapes.correlation, index, by, to.correlation);
}

void LinePreparation::Parts::drop_weak(PreparedLayer& result) const {
    auto& to = result.lines;
    auto const strength = to.strength;
    for (double const s : strength) {
        if (s >= options.weakest) continue;
        ++result.dropped;
        result.dropped_strength += s;
    }
    if (result.dropped == 0) return;
    for (auto* column : {&to.position, &to.centre, &to.strength, &to.lorentz_half_width, &to.doppler_width,
                         &to.mixing, &to.speed_dependence, &to.shift_speed_dependence, &to.velocity_changing,
                         &to.correlation, &to.slopes.strength, &to.slopes.lorentz_half_width}) {
        if (column->empty()) continue;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < strength.size(); ++i)
            if (strength[i] >= options.weakest) (*column)[kept++] = (*column)[i];
        column->resize(kept);
    }
}

void LinePreparation::at(LayerState const& state, PreparedLayer& result) const {
    parts_->prepare(state, Broadening::By::lanes, result);
}

PreparedLayer LinePreparation::at(LayerState const& state) const {
    PreparedLayer result;
    at(state, result);
    return result;
}

PreparedLayer LinePreparation::reference_at(LayerState const& state) const {
    PreparedLayer result;
    parts_->prepare(state, Broadening::By::plain_code, result);
    return result;
}

}  // namespace vespa::lbl
