#include <algorithm>
#include <cmath>
#include <optional>

#include "mulumesc/match/resample.hpp"
#include "mulumesc/match/scores.hpp"

namespace vespa::mulumesc {

namespace {

/// The part of a band's length, at either end, whose channels make the line.
constexpr double end_part = 0.1;
constexpr std::size_t least_channels = 5;

std::optional<Feature> channels_of(Band const& band, std::vector<double> const& x) {
    auto const index = [&](auto it) { return static_cast<std::size_t>(it - x.begin()); };
    Feature feature;
    feature.first = index(std::lower_bound(x.begin(), x.end(), band.start));
    auto const behind = index(std::upper_bound(x.begin(), x.end(), band.end));
    if (behind < feature.first + least_channels) return {};
    feature.last = behind - 1;
    double const length = end_part * (band.end - band.start);
    feature.left_last = feature.first;
    while (x[feature.left_last + 1] <= band.start + length)
        ++feature.left_last;
    feature.right_first = feature.last;
    while (x[feature.right_first - 1] >= band.end - length)
        --feature.right_first;
    feature.area = band.area;
    return feature;
}

/// The straight line through the means of the valid channels at both ends; none where an end has none, or
/// the line is not above zero.
struct Line {
    double level, slope, at;
    double operator()(double x) const { return level + slope * (x - at); }
};
std::optional<Line> line_of(Feature const& f, std::vector<double> const& x, double const* y,
                            double const* valid) {
    auto const mean = [&](std::size_t a, std::size_t b) {
        double n = 0, sx = 0, sy = 0;
        for (auto i = a; i <= b; ++i) {
            n += valid[i];
            sx += valid[i] * x[i];
            sy += valid[i] * y[i];
        }
        return std::array{sx / n, sy / n};
    };
    auto const left = mean(f.first, f.left_last), right = mean(f.right_first, f.last);
    Line const line{left[1], (right[1] - left[1]) / (right[0] - left[0]), left[0]};
    if (!(line(x[f.first]) > 0 && line(x[f.last]) > 0)) return {};
    return line;
}

void add_features(Library const& library, std::size_t entry, PreparedEntries& out) {
    auto const n = out.channels();
    double const* const y = &out.reflectance[entry * n];
    double const* const valid = &out.valid[entry * n];
    for (auto const& band : library.bands_of(entry)) {
        out.area[entry] += band.area;
        auto feature = channels_of(band, out.wavelength);
        if (!feature) continue;
        auto const line = line_of(*feature, out.wavelength, y, valid);
        if (!line) continue;
        feature->at = out.depth.size();
        out.features.push_back(*feature);
        for (auto i = feature->first; i <= feature->last; ++i) {
            out.depth.push_back(valid[i] * (1 - y[i] / (*line)(out.wavelength[i])));
            out.takes_part.push_back(valid[i]);
        }
    }
}

}  // namespace

PreparedEntries prepare(Library const& library, SpectralAxis const& axis) {
    PreparedEntries out;
    out.wavelength = axis.wavelength;
    out.reflectance = resample(library.axis, library.reflectance, axis);
    out.area.assign(library.entries(), 0);
    for (double& value : out.reflectance) {
        out.valid.push_back(std::isfinite(value) ? 1 : 0);
        if (!std::isfinite(value)) value = 0;
    }
    out.first_feature.push_back(0);
    for (std::size_t i = 0; i < library.entries(); ++i) {
        add_features(library, i, out);
        out.first_feature.push_back(out.features.size());
    }
    return out;
}

}  // namespace vespa::mulumesc
