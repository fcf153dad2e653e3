#include "drivers/mulumesc/analysis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/ingest/noise.hpp"

namespace vespa::mulumesc_driver {

namespace {

template <class T>
void move_behind(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

float median_of(std::vector<double> const& values) {
    std::vector<double> known;
    for (double const value : values)
        if (!std::isnan(value)) known.push_back(value);
    if (known.empty()) return std::numeric_limits<float>::quiet_NaN();
    auto const middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::nth_element(known.begin(), middle, known.end());
    return static_cast<float>(*middle);
}

}  // namespace

std::string spectrum_state_meanings() {
    return "0 not_computed: the run was stopped before\n"
           "1 done: searched for bands\n"
           "2 too_few_channels: fewer than three channels with a reflectance above zero and a continuum";
}

void Findings::append(Findings&& other) {
    move_behind(state, other.state);
    move_behind(noise, other.noise);
    move_behind(masked, other.masked);
    move_behind(bands, other.bands);
    move_behind(band, other.band);
}

Analysis::Analysis(mulumesc::SpectralAxis const& axis, mulumesc::ContinuumChoice const& continuum,
                   mulumesc::BandSearch const& search, double noise, bool in_double, bool keeps_continuum)
    : axis_(axis),
      continuum_(continuum),
      finder_(axis, search),
      noise_(noise),
      in_double_(in_double),
      keeps_continuum_(keeps_continuum),
      channel_noise_(axis.channels()) {}

void Analysis::find_noise(mulumesc::SpectrumBlock const& block, std::size_t spectrum) {
    auto const n = axis_.channels();
    auto const row = [&](std::vector<double> const& values) {
        return std::span(values).subspan(spectrum * n, n);
    };
    if (noise_ == 0 && !block.noise.empty()) {
        auto const given = row(block.noise);
        channel_noise_.assign(given.begin(), given.end());
    } else {
        double const sigma = noise_ > 0 ? noise_ : mulumesc::noise_of(axis_, row(block.reflectance));
        std::fill(channel_noise_.begin(), channel_noise_.end(), sigma);
    }
}

template <class T>
void Analysis::analyse(mulumesc::SpectrumBlock const& block, std::size_t count, Findings& out) {
    auto const n = axis_.channels();
    std::vector<T> const y(block.reflectance.begin(), block.reflectance.end());
    std::vector<T> ratio(y.size()), continuum(keeps_continuum_ ? y.size() : 0);
    mulumesc::remove_continuum<T>(axis_, continuum_, {count, n, y, {}}, ratio, continuum);
    for (std::size_t i = 0; i < count; ++i) {
        auto const row = [&](std::vector<T> const& values) {
            return std::span<T const>(values).subspan(i * n, n);
        };
        auto const lost =
            std::count_if(row(ratio).begin(), row(ratio).end(), [](T one) { return std::isnan(one); });
        find_noise(block, i);
        auto const found = finder_.find<T>(row(y), row(ratio), channel_noise_);
        bool const is_usable = n >= 3 + static_cast<std::size_t>(lost);
        out.state.push_back(is_usable ? SpectrumState::done : SpectrumState::too_few_channels);
        out.noise.push_back(median_of(channel_noise_));
        out.masked.push_back(static_cast<std::uint32_t>(lost));
        out.bands.push_back(found.size());
        out.band.insert(out.band.end(), found.begin(), found.end());
    }
    if (!keeps_continuum_) return;
    out.reflectance.assign(y.begin(), y.end());
    out.continuum.assign(continuum.begin(), continuum.end());
}

Findings Analysis::operator()(mulumesc::SpectrumBlock block) {
    for (double& value : block.reflectance)
        if (!(value > 0)) value = std::numeric_limits<double>::quiet_NaN();
    Findings out;
    auto const count = block.reflectance.size() / axis_.channels();
    if (in_double_) {
        analyse<double>(block, count, out);
    } else {
        analyse<float>(block, count, out);
    }
    return out;
}

}  // namespace vespa::mulumesc_driver
