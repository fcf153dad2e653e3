#include "mulumesc/fits/log_spectra.hpp"

#include <cmath>
#include <limits>

#include "mulumesc/fits/logs_batch.hpp"

namespace vespa::mulumesc {

namespace {

std::vector<std::size_t> good_channels(SpectralAxis const& axis) {
    std::vector<std::size_t> good;
    for (std::size_t c = 0; c < axis.channels(); ++c) {
        if (axis.good[c]) good.push_back(c);
    }
    return good;
}

}  // namespace

std::vector<double> good_wavelengths(SpectralAxis const& axis) {
    std::vector<double> wavelengths;
    for (auto const c : good_channels(axis))
        wavelengths.push_back(axis.wavelength[c]);
    return wavelengths;
}

template <class T, class U>
void take_logs(SpectralAxis const& axis, Spectra<T> const& spectra, std::size_t begin, std::size_t end,
               LogSpectra<U>& logs) {
    auto const good = good_channels(axis);
    logs.count = end - begin;
    logs.channels = good.size();
    logs.values.resize(logs.count * good.size());
    logs.weights.resize(logs.count * good.size());
    logs.used.assign(logs.count, 0);
    U const most = std::numeric_limits<U>::max(), least = std::numeric_limits<U>::min();
    for (std::size_t i = 0; i < logs.count; ++i) {
        auto const reflectance = spectra.spectrum(begin + i);
        T const* const noise = spectra.noise.empty() ? nullptr
                               : spectra.noise.size() == spectra.channels
                                   ? spectra.noise.data()
                                   : spectra.noise.data() + (begin + i) * spectra.channels;
        U *const values = &logs.values[i * good.size()], *const weights = &logs.weights[i * good.size()];
        std::uint32_t used = 0;
        for (std::size_t g = 0; g < good.size(); ++g) {
            U const r = static_cast<U>(reflectance[good[g]]);
            U const weight = noise ? r / static_cast<U>(noise[good[g]]) : U(1);
            // Comparisons with NaN are false.
            bool const fits = r >= least && r <= most && weight >= least && weight <= most;
            values[g] = fits ? r : U(1);
            weights[g] = fits ? weight : U(0);
            used += fits;
        }
        replace_by_logs(values, good.size());
        logs.used[i] = used;
    }
}

template void take_logs(SpectralAxis const&, Spectra<float> const&, std::size_t, std::size_t,
                        LogSpectra<float>&);
template void take_logs(SpectralAxis const&, Spectra<float> const&, std::size_t, std::size_t,
                        LogSpectra<double>&);
template void take_logs(SpectralAxis const&, Spectra<double> const&, std::size_t, std::size_t,
                        LogSpectra<float>&);
template void take_logs(SpectralAxis const&, Spectra<double> const&, std::size_t, std::size_t,
                        LogSpectra<double>&);

}  // namespace vespa::mulumesc
