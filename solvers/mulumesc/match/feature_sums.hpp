#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

#include "mulumesc/match/scores.hpp"

namespace vespa::mulumesc {

/// Over the channels of a feature that both have: of depths l of the entry and o of the spectrum.
struct FeatureSums {
    double n = 0, l = 0, ll = 0, o = 0, oo = 0, lo = 0;
    double line_first = 0, line_last = 0;  ///< the spectrum's line at the ends; NaN where it has none
};

/// Over the channels that an entry and a spectrum both have.
struct AngleSums {
    double common = 0, ll = 0, oo = 0, lo = 0;
};

/// From sums to a score: common to the plain and the fast kernel.
class FeatureMeans {
  public:
    /// A feature of fewer than three channels, without a line above zero, or without a shape, is not
    /// compared.
    void add(FeatureSums const& s, double area) {
        if (!(s.n >= 3 && s.line_first > 0 && s.line_last > 0)) return;
        double const variance_l = s.ll - s.l * s.l / s.n, variance_o = s.oo - s.o * s.o / s.n;
        double const covariance = s.lo - s.l * s.o / s.n;
        if (!(variance_l > 0)) return;
        area_ += area;
        if (!(covariance > 0 && variance_o > 0)) return;
        fit_ += area * std::min(1.0, covariance / std::sqrt(variance_l * variance_o));
        ratio_ += area * covariance / variance_l;
    }

    Score score(double area_of_all, AngleSums const& a) const {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        Score score{nan, nan, 0, nan};
        if (area_ > 0) score = {fit_ / area_, ratio_ / area_, std::min(1.0, area_ / area_of_all), nan};
        double const norms = std::sqrt(a.ll) * std::sqrt(a.oo);
        if (a.common >= 2 && norms > 0) score.angle = std::acos(std::clamp(a.lo / norms, -1.0, 1.0));
        return score;
    }

  private:
    double area_ = 0, fit_ = 0, ratio_ = 0;
};

}  // namespace vespa::mulumesc
