#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mulumesc/crism/formula.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// What to know of a parameter's value; bits.
enum ParameterFlag : std::uint8_t {
    off_axis = 1,        ///< no channel within 20 nm of a wavelength, or none in a range: no value
    no_measurement = 2,  ///< all channels of a kernel, or one of a range, are missing: no value
    some_missing = 4,    ///< some channels of a kernel are missing; the median is that of the others
    wide_kernel = 8,     ///< channels so wide apart that a kernel spans more than 6.55 nm × (channels + 2)
    undefined = 16       ///< a division by zero, a root of a negative number: no value
};
/// A line "code name: explanation" for each.
std::string parameter_flag_meanings();

/// Where a sample lies among channels: [first, last] about the nearest good one.
struct Kernel {
    std::size_t centre = 0, first = 0, last = 0;
    std::uint8_t flags = 0;  ///< off_axis and wide_kernel
};
Kernel kernel_of(Sample const& sample, SpectralAxis const& axis);

/// Median of the valid channels of a kernel, of an even number the mean of the two in the middle; NaN where
/// there is none. Sets no_measurement and some_missing.
double median_in(Kernel const& kernel, SpectralAxis const& axis, std::span<double const> reflectance,
                 std::uint8_t& flags);

}  // namespace vespa::mulumesc
