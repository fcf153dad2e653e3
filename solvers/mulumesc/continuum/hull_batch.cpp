#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mulumesc/continuum/hull_batch.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "mulumesc/continuum/hull-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

template <class T>
static void all_hulls(double const* wavelength, std::uint8_t const* good, std::size_t channels,
                      std::size_t count, T const* reflectance, T* ratio, T* continuum) {
    auto room = make_room<T>(wavelength, good, channels);
    for (std::size_t i = 0; i < count; ++i) {
        hull_of(reflectance + i * channels, room, ratio + i * channels,
                continuum ? continuum + i * channels : nullptr);
    }
}

static void hulls_float(double const* wavelength, std::uint8_t const* good, std::size_t channels,
                        std::size_t count, float const* reflectance, float* ratio, float* continuum) {
    all_hulls(wavelength, good, channels, count, reflectance, ratio, continuum);
}

static void hulls_double(double const* wavelength, std::uint8_t const* good, std::size_t channels,
                         std::size_t count, double const* reflectance, double* ratio, double* continuum) {
    all_hulls(wavelength, good, channels, count, reflectance, ratio, continuum);
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "mulumesc/continuum/hull_batch.hpp"

namespace vespa::mulumesc {

HWY_EXPORT(hulls_float);
HWY_EXPORT(hulls_double);

void remove_hull(SpectralAxis const& axis, Spectra<float> const& spectra, std::span<float> ratio,
                 std::span<float> continuum) {
    HWY_DYNAMIC_DISPATCH(hulls_float)
    (axis.wavelength.data(), axis.good.data(), axis.channels(), spectra.count, spectra.reflectance.data(),
     ratio.data(), continuum.empty() ? nullptr : continuum.data());
}

void remove_hull(SpectralAxis const& axis, Spectra<double> const& spectra, std::span<double> ratio,
                 std::span<double> continuum) {
    HWY_DYNAMIC_DISPATCH(hulls_double)
    (axis.wavelength.data(), axis.good.data(), axis.channels(), spectra.count, spectra.reflectance.data(),
     ratio.data(), continuum.empty() ? nullptr : continuum.data());
}

}  // namespace vespa::mulumesc
#endif
