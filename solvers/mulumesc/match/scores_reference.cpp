#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/match/feature_sums.hpp"
#include "mulumesc/match/scores.hpp"

namespace vespa::mulumesc {

namespace {

/// A spectrum as the scores take it: 0 and 0 where it takes no part.
struct Observed {
    std::vector<double> value, valid;
};

Observed observed(SpectralAxis const& axis, std::span<double const> spectrum) {
    Observed o;
    for (std::size_t i = 0; i < axis.channels(); ++i) {
        bool const is_valid = axis.good[i] && std::isfinite(spectrum[i]);
        o.value.push_back(is_valid ? spectrum[i] : 0);
        o.valid.push_back(is_valid ? 1 : 0);
    }
    return o;
}

struct MeanPoint {
    double x = 0, y = 0;
};

FeatureSums sums_of(PreparedEntries const& entries, Feature const& f, Observed const& o) {
    auto const& x = entries.wavelength;
    double const* const takes_part = &entries.takes_part[f.at];
    auto const mean = [&](std::size_t a, std::size_t b) {
        double n = 0, sx = 0, sy = 0;
        for (auto i = a; i <= b; ++i) {
            double const w = takes_part[i - f.first];
            n += w * o.valid[i];
            sx += w * o.valid[i] * x[i];
            sy += w * o.value[i];
        }
        return MeanPoint{sx / n, sy / n};
    };
    auto const left = mean(f.first, f.left_last), right = mean(f.right_first, f.last);
    double const slope = (right.y - left.y) / (right.x - left.x);
    FeatureSums sums;
    sums.line_first = left.y + slope * (x[f.first] - left.x);
    sums.line_last = left.y + slope * (x[f.last] - left.x);
    for (auto i = f.first; i <= f.last; ++i) {
        double const w = takes_part[i - f.first] * o.valid[i];
        double const depth = w - w * o.value[i] / (left.y + slope * (x[i] - left.x));
        double const wanted = w * entries.depth[f.at + i - f.first];
        sums.n += w;
        sums.l += wanted;
        sums.ll += wanted * wanted;
        sums.o += depth;
        sums.oo += depth * depth;
        sums.lo += wanted * depth;
    }
    return sums;
}

AngleSums angle_sums(PreparedEntries const& entries, std::size_t entry, Observed const& o) {
    AngleSums sums;
    auto const n = entries.channels();
    for (std::size_t i = 0; i < n; ++i) {
        double const r = entries.reflectance[entry * n + i], valid = entries.valid[entry * n + i];
        sums.common += valid * o.valid[i];
        sums.lo += r * o.value[i];
        sums.ll += o.valid[i] * r * r;
        sums.oo += valid * o.value[i] * o.value[i];
    }
    return sums;
}

}  // namespace

void score_plainly(PreparedEntries const& entries, SpectralAxis const& axis, Spectra<double> const& spectra,
                   std::span<Score> scores) {
    for (std::size_t s = 0; s < spectra.count; ++s) {
        auto const o = observed(axis, spectra.spectrum(s));
        for (std::size_t e = 0; e < entries.entries(); ++e) {
            FeatureMeans means;
            for (auto f = entries.first_feature[e]; f < entries.first_feature[e + 1]; ++f)
                means.add(sums_of(entries, entries.features[f], o), entries.features[f].area);
            scores[s * entries.entries() + e] = means.score(entries.area[e], angle_sums(entries, e, o));
        }
    }
}

}  // namespace vespa::mulumesc
