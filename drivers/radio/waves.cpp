#include "drivers/radio/waves.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "shell/options.hpp"

namespace vespa::radio_driver {

using shell::above;
using shell::between;

void declare_waves(shell::Options& options, Waves& waves) {
    options.group("Frequencies and modes");
    options.numbers(waves.frequencies, {.name = "frequencies",
                                        .unit = "MHz",
                                        .range = above(0),
                                        .prose = "Wave frequencies, in place of frequency-lower and -upper.",
                                        .ucd = "em.freq"});
    options.number(waves.frequency_lower, {.name = "frequency-lower",
                                           .unit = "MHz",
                                           .range = above(0),
                                           .prose = "Lowest frequency.",
                                           .ucd = "em.freq;stat.min"});
    options.number(waves.frequency_upper, {.name = "frequency-upper",
                                           .unit = "MHz",
                                           .range = above(0),
                                           .prose = "Highest frequency.",
                                           .ucd = "em.freq;stat.max"});
    options.integer(waves.frequency_count,
                    {.name = "frequency-count",
                     .range = between(1, 1e6),
                     .prose = "Frequencies from the lowest to the highest, both included."});
    options.choice(
        waves.frequency_spacing,
        {{Spacing::logarithmic, "logarithmic", "equal ratios"}, {Spacing::linear, "linear", "equal steps"}},
        {.name = "frequency-spacing", .prose = "How they are spaced."});
    options.texts(waves.modes, {.name = "modes",
                                .prose = "Characteristic waves: O (ordinary), X (extraordinary) or both.",
                                .least_items = 1,
                                .most_items = 2});
}

std::vector<double> wave_frequencies(Waves const& waves) {
    bool const range = waves.frequency_lower || waves.frequency_upper;
    if (waves.frequencies.empty() == !range) {
        throw BadInput(
            range ? "frequencies are given both as a list and as a range" : "no frequency is given",
            "--frequencies", "either --frequencies or --frequency-lower with --frequency-upper");
    }
    std::vector<double> hz;
    for (double const mhz : waves.frequencies)
        hz.push_back(mhz * units::MHz);
    if (!range) return hz;
    if (!waves.frequency_lower || !waves.frequency_upper) {
        throw BadInput("one end of the range of frequencies is missing",
                       waves.frequency_lower ? "--frequency-upper" : "--frequency-lower",
                       "a frequency in MHz");
    }
    double const lower = *waves.frequency_lower;
    double const upper = *waves.frequency_upper;
    if (lower > upper) {
        throw BadInput(fmt::format("{} MHz lies below --frequency-lower, {} MHz", upper, lower),
                       "--frequency-upper", "a frequency not below it");
    }
    auto const count = waves.frequency_count;
    for (std::uint32_t k = 0; k < count; ++k) {
        double const fraction = count > 1 ? k / (count - 1.0) : 0;
        double const mhz = waves.frequency_spacing == Spacing::linear
                               ? lower + fraction * (upper - lower)
                               : lower * std::pow(upper / lower, fraction);
        hz.push_back(mhz * units::MHz);
    }
    return hz;
}

raytrace::Mode mode_named(std::string const& name, std::string const& where) {
    if (name == "O" || name == "o") return raytrace::Mode::ordinary;
    if (name == "X" || name == "x") return raytrace::Mode::extraordinary;
    throw BadInput(fmt::format("\"{}\" is no mode", name), where, "O, X");
}

std::vector<raytrace::Mode> wave_modes(Waves const& waves) {
    std::vector<raytrace::Mode> modes;
    for (auto const& name : waves.modes)
        modes.push_back(mode_named(name, "--modes"));
    if (modes.size() == 2 && modes[0] == modes[1]) {
        throw BadInput(fmt::format("mode {} is given twice", waves.modes[0]), "--modes", "O, X or both");
    }
    return modes;
}

}  // namespace vespa::radio_driver
