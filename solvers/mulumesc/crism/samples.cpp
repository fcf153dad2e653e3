#include "mulumesc/crism/samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vespa::mulumesc {

namespace {

constexpr double nearest_nm = 20;
/// Of two channels as near the first is taken, whatever the rounding of their wavelengths.
constexpr double same_nm = 1e-6;
constexpr double crism_step_um = 0.00655;
constexpr int most_channels = 100;

}  // namespace

std::string parameter_flag_meanings() {
    return "1 off_axis: no channel within 20 nm of a wavelength, or none in a range: no value\n"
           "2 no_measurement: all channels of a kernel, or one of a range, are missing: no value\n"
           "4 some_missing: some channels of a kernel are missing; the median is that of the others\n"
           "8 wide_kernel: a kernel spans more than 6.55 nm x (its channels + 2)\n"
           "16 undefined: a division by zero or a root of a negative number: no value";
}

Kernel kernel_of(Sample const& sample, SpectralAxis const& axis) {
    auto const& x = axis.wavelength;
    Kernel kernel;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const distance = std::abs(1000 * x[i] - sample.wavelength_nm);
        if (!axis.good[i] || !(distance < nearest - same_nm)) continue;
        nearest = distance;
        kernel.centre = i;
    }
    auto const half = static_cast<std::size_t>(sample.kernel / 2);
    kernel.first = kernel.centre - std::min(half, kernel.centre);
    kernel.last = std::min(kernel.centre + half, x.size() - 1);
    if (!(nearest <= nearest_nm)) kernel.flags |= off_axis;
    if (x[kernel.last] - x[kernel.first] > crism_step_um * (sample.kernel + 2)) kernel.flags |= wide_kernel;
    return kernel;
}

double median_in(Kernel const& kernel, SpectralAxis const& axis, std::span<double const> reflectance,
                 std::uint8_t& flags) {
    std::array<double, most_channels> values{};
    std::size_t n = 0;
    for (auto i = kernel.first; i <= kernel.last; ++i)
        if (axis.good[i] && std::isfinite(reflectance[i])) values[n++] = reflectance[i];
    if (n == 0) {
        flags |= no_measurement;
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (n < kernel.last - kernel.first + 1) flags |= some_missing;
    std::sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n));
    return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

}  // namespace vespa::mulumesc
