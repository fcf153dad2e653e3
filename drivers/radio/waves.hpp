#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "raytrace/launch.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::radio_driver {

enum class Spacing { linear, logarithmic };

/// The waves of a run as given; frequencies in MHz.
struct Waves {
    std::vector<double> frequencies;
    std::optional<double> frequency_lower, frequency_upper;
    std::uint32_t frequency_count = 1;
    Spacing frequency_spacing = Spacing::logarithmic;
    std::vector<std::string> modes = {"X"};
};

/// Declares them in a group of their own.
void declare_waves(shell::Options& options, Waves& waves);

/// The frequencies of the run, Hz. \throws BadInput where they are not given, or both ways
std::vector<double> wave_frequencies(Waves const& waves);

/// \param where  the option, for the message \throws BadInput for what is neither O nor X
raytrace::Mode mode_named(std::string const& name, std::string const& where);

/// The modes of the run. \throws BadInput for a name that is none, or given twice
std::vector<raytrace::Mode> wave_modes(Waves const& waves);

}  // namespace vespa::radio_driver
