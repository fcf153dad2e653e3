#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lbl/transfer/planck.cpp"
#include "core/simd/foreach_target.hpp"
//
#include "lbl/transfer/planck-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

static constexpr std::size_t widest = HWY_MAX_BYTES / sizeof(double);

static void planck_rows(double const* nu, double temperature, double* radiance, double* slope,
                        std::size_t n) {
    Doubles const d;
    std::size_t const lanes = hn::Lanes(d);
    double rest_nu[widest] = {}, rest_b[widest], rest_s[widest];
    for (std::size_t i = 0; i < n; i += lanes) {
        bool const whole = i + lanes <= n;
        if (!whole) std::copy(nu + i, nu + n, rest_nu);
        V const at = hn::LoadU(d, whole ? nu + i : rest_nu);
        auto const value = slope ? planck_lanes<true>(at, temperature) : planck_lanes<false>(at, temperature);
        hn::StoreU(value.radiance, d, whole ? radiance + i : rest_b);
        if (slope) hn::StoreU(value.slope, d, whole ? slope + i : rest_s);
        if (whole) continue;
        std::copy(rest_b, rest_b + (n - i), radiance + i);
        if (slope) std::copy(rest_s, rest_s + (n - i), slope + i);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vespa::lbl {

HWY_EXPORT(planck_rows);

double planck(double wavenumber, double temperature) {
    if (wavenumber == 0) return 0;
    return planck_c1 * wavenumber * wavenumber * wavenumber /
           std::expm1(planck_c2 * wavenumber / temperature);
}

double planck_slope(double wavenumber, double temperature) {
    if (wavenumber == 0) return 0;
    double const x = planck_c2 * wavenumber / temperature;
    return planck(wavenumber, temperature) * x / temperature / -std::expm1(-x);
}

double brightness_temperature(double wavenumber, double radiance) {
    if (radiance < 0) return std::numeric_limits<double>::quiet_NaN();
    if (radiance == 0) return 0;
    if (wavenumber == 0) return std::numeric_limits<double>::quiet_NaN();
    return planck_c2 * wavenumber / std::log1p(planck_c1 * wavenumber * wavenumber * wavenumber / radiance);
}

void planck(std::span<double const> wavenumber, double temperature, std::span<double> radiance,
            std::span<double> slope) {
    if (radiance.size() != wavenumber.size() || (!slope.empty() && slope.size() != wavenumber.size()))
        throw std::invalid_argument("planck: not a value for each wavenumber");
    HWY_DYNAMIC_DISPATCH(planck_rows)
    (wavenumber.data(), temperature, radiance.data(), slope.empty() ? nullptr : slope.data(),
     wavenumber.size());
}

void brightness_temperature(std::span<double const> wavenumber, std::span<double const> radiance,
                            std::span<double> temperature) {
    if (radiance.size() != wavenumber.size() || temperature.size() != wavenumber.size())
        throw std::invalid_argument("brightness_temperature: not a value for each wavenumber");
    for (std::size_t i = 0; i < wavenumber.size(); ++i)
        temperature[i] = brightness_temperature(wavenumber[i], radiance[i]);
}

}  // namespace vespa::lbl
#endif
