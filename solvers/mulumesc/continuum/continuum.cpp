#include "mulumesc/continuum/continuum.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "mulumesc/continuum/hull_batch.hpp"
#include "mulumesc/continuum/other_continua.hpp"

namespace vespa::mulumesc {

namespace {

template <class T>
void by_plain_code(SpectralAxis const& axis, ContinuumChoice const& choice, Spectra<T> const& spectra,
                   std::span<T> ratio, std::span<T> continuum) {
    auto const channels = axis.channels();
    std::vector<double> y(channels);
    for (std::size_t i = 0; i < spectra.count; ++i) {
        auto const spectrum = spectra.spectrum(i);
        y.assign(spectrum.begin(), spectrum.end());
        auto const line = continuum_of(axis, choice, y);
        for (std::size_t k = 0; k < channels; ++k) {
            bool const sound = axis.good[k] && std::isfinite(y[k]) && line[k] > 0;
            ratio[i * channels + k] =
                sound ? static_cast<T>(y[k] / line[k]) : std::numeric_limits<T>::quiet_NaN();
            if (!continuum.empty()) continuum[i * channels + k] = static_cast<T>(line[k]);
        }
    }
}

}  // namespace

void check(ContinuumChoice const& choice, SpectralAxis const& axis) {
    auto const& x = axis.wavelength;
    if (choice.kind == Continuum::line) {
        bool const rise = choice.short_anchor_um < choice.long_anchor_um;
        if (!rise || !(choice.short_anchor_um >= x.front()) || !(choice.long_anchor_um <= x.back())) {
            throw BadInput(
                fmt::format("anchors at {} and {} um", choice.short_anchor_um, choice.long_anchor_um),
                "continuum", fmt::format("two that rise, within {} to {} um", x.front(), x.back()));
        }
    }
    if (choice.kind == Continuum::polynomial && (choice.degree < 1 || choice.degree > 6))
        throw BadInput(fmt::format("a polynomial of degree {}", choice.degree), "continuum", "1 to 6");
}

template <class T>
void remove_continuum(SpectralAxis const& axis, ContinuumChoice const& choice, Spectra<T> const& spectra,
                      std::span<T> ratio, std::span<T> continuum) {
    if (choice.kind == Continuum::hull) return remove_hull(axis, spectra, ratio, continuum);
    by_plain_code(axis, choice, spectra, ratio, continuum);
}

template void remove_continuum(SpectralAxis const&, ContinuumChoice const&, Spectra<float> const&,
                               std::span<float>, std::span<float>);
template void remove_continuum(SpectralAxis const&, ContinuumChoice const&, Spectra<double> const&,
                               std::span<double>, std::span<double>);

}  // namespace vespa::mulumesc
