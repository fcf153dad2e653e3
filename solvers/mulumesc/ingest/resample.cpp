#include "mulumesc/ingest/resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace vespa::mulumesc {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double fwhm_per_sigma = 2.354820045030949;
constexpr double reach = 1.5;  ///< of the Gaussian, in full widths

/// A spectrum as a broken line.
class BrokenLine {
  public:
    BrokenLine(std::vector<double> const& x, std::vector<double> y) : x_(x), y_(std::move(y)) {}

    /// NaN beyond the ends and beside a NaN; at a channel its own value.
    double at(double x) const {
        if (!(x >= x_.front() && x <= x_.back())) return unknown;
        auto const above = static_cast<std::size_t>(std::lower_bound(x_.begin(), x_.end(), x) - x_.begin());
        if (x_[above] == x) return y_[above];
        double const t = (x - x_[above - 1]) / (x_[above] - x_[above - 1]);
        return (1 - t) * y_[above - 1] + t * y_[above];
    }

    std::size_t channels_within(double first, double last) const {
        auto const begin = std::lower_bound(x_.begin(), x_.end(), first),
                   end = std::upper_bound(begin, x_.end(), last);
        return static_cast<std::size_t>(end - begin);
    }

    /// Mean weighted by a Gaussian, cut off at `reach`; exact on each straight piece.
    double mean(double centre, double width) const {
        double const sigma = width / fwhm_per_sigma, first = centre - reach * width,
                     last = centre + reach * width;
        std::vector<double> ends = {first};
        ends.insert(ends.end(), std::upper_bound(x_.begin(), x_.end(), first),
                    std::lower_bound(x_.begin(), x_.end(), last));
        ends.push_back(last);
        double sum = 0, weights = 0;
        for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
            double const z[2] = {(ends[i] - centre) / sigma, (ends[i + 1] - centre) / sigma};
            double const y[2] = {at(ends[i]), at(ends[i + 1])};
            double const slope = (y[1] - y[0]) / (z[1] - z[0]);  // over sigma
            double const weight = std::sqrt(std::numbers::pi / 2) * (std::erf(z[1] / std::numbers::sqrt2) -
                                                                     std::erf(z[0] / std::numbers::sqrt2));
            sum += (y[0] - slope * z[0]) * weight -
                   slope * (std::exp(-0.5 * z[1] * z[1]) - std::exp(-0.5 * z[0] * z[0]));
            weights += weight;
        }
        return sum / weights;
    }

  private:
    std::vector<double> const& x_;
    std::vector<double> y_;
};

}  // namespace

std::vector<double> resample(SpectralAxis const& from, std::span<double const> reflectance,
                             SpectralAxis const& to) {
    std::vector<double> y(reflectance.begin(), reflectance.end());
    for (std::size_t i = 0; i < y.size(); ++i)
        if (!from.good[i] || !std::isfinite(y[i])) y[i] = unknown;
    BrokenLine const line(from.wavelength, std::move(y));
    std::vector<double> resampled;
    for (std::size_t i = 0; i < to.channels(); ++i) {
        double const x = to.wavelength[i], width = to.width.empty() ? 0 : to.width[i];
        bool const is_finer = width > 0 && line.channels_within(x - width / 2, x + width / 2) >= 3;
        resampled.push_back(is_finer ? line.mean(x, width) : line.at(x));
    }
    return resampled;
}

}  // namespace vespa::mulumesc
