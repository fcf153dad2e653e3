#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lbl/instrument/line_shape.hpp"
#include "lbl/instrument/radiance_unit.hpp"
#include "lbl/spectral_grid.hpp"

namespace vespa::shell {
class Options;
}

namespace vespa::lbl_driver {

/// How spectra are looked at by an instrument, as given.
struct InstrumentOptions {
    std::string shape = "none";
    std::optional<double> full_width, reach, shape_parameter, sampling;
    std::optional<double> bin_width, resolving_power;
    lbl::RadianceUnit unit = lbl::RadianceUnit::w_m2_sr_wavenumber;
};

void declare(shell::Options& options, InstrumentOptions& instrument);

/// Spectra convolved with a line shape and sampled.
struct Sampling {
    lbl::ShapeKernel kernel;  ///< {1} where the spectrum is left as it is
    std::int64_t every = 1;   ///< points of the fine grid from one sample to the next
    std::string shape;        ///< in words, for the file
};

/// What is to be made of the fine spectra.
struct Instrument {
    std::optional<Sampling> sampling;
    std::vector<double> bin_edges;  ///< cm-1, rising; empty: no bins
    lbl::RadianceUnit unit = lbl::RadianceUnit::w_m2_sr_wavenumber;
};

/// \throws BadInput for options that do not go together, a step too coarse for the shape, a grid too short
Instrument instrument_from(InstrumentOptions const& options, shell::Options const& given,
                           lbl::SpectralGrid const& grid);

}  // namespace vespa::lbl_driver
