#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

enum class SpectralUnit { micrometre, nanometre, per_centimetre };

/// "um", "nm", "cm-1"
std::string name_of(SpectralUnit unit);

/// The unit that a text of a header names, e.g. "Micrometers", "nm", "Wavelength (micrometers)",
/// "Wavenumber"; none where it names none.
std::optional<SpectralUnit> unit_named(std::string const& text);

/// Channels as a file has them.
struct StoredAxis {
    std::vector<double> values;             ///< wavelengths or wavenumbers in any order
    std::vector<double> widths;             ///< full width at half-maximum, in the same unit; may be empty
    std::vector<std::uint8_t> good;         ///< 0: a bad channel; empty: all are good
    std::optional<SpectralUnit> unit = {};  ///< if the file names it
    std::string where;                      ///< the file, for messages
};

/// The same channels in rising wavelength.
struct OrderedAxis {
    SpectralAxis axis;
    std::vector<std::size_t> stored;  ///< the stored channel that each channel of the axis is
    SpectralUnit unit;                ///< in which the file has them
    std::vector<std::string> notes;   ///< what was guessed or changed, a sentence each
};

/// Sorts the channels by wavelength and checks them. A unit that is neither asked for nor named by the file
/// is guessed: values that fall and exceed 2600, or exceed 30000, are wavenumbers, others above 100 are
/// nanometres, the rest micrometres; a note says so. Channels whose wavelength is no positive number below
/// 1e30 (the fill of spectral libraries) are left out with a note.
/// \throws BadInput for no usable channel, arrays of different lengths, two good channels of one
/// wavelength (bad ones among them are left out with a note), or wavelengths that are not between 0.05 and
/// 250 micrometres, as when micrometres are called nanometres
OrderedAxis order_axis(StoredAxis const& stored, std::optional<SpectralUnit> asked = {});

}  // namespace vespa::mulumesc
