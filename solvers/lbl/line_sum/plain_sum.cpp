#include "lbl/line_sum/plain_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lbl/line_sum/check.hpp"
#include "lbl/line_sum/wing_range.hpp"
#include "lbl/profile/line_profile.hpp"

namespace vespa::lbl {

namespace {

/// Sum with the rounding of every addition carried along (Neumaier 1974, ZAMM 54, 39).
class CompensatedSum {
  public:
    void add(double term) {
        double const next = sum_ + term;
        lost_ += std::abs(sum_) >= std::abs(term) ? (sum_ - next) + term : (term - next) + sum_;
        sum_ = next;
    }
    double value() const { return sum_ + lost_; }

  private:
    double sum_ = 0, lost_ = 0;
};

struct PointSum {
    CompensatedSum value, slope, magnitude;

    void add(LineValue const& term, double sign) {
        value.add(sign * term.value);
        slope.add(sign * term.slope);
        magnitude.add(term.magnitude);
    }
};

}  // namespace

std::vector<PlainSum> plain_sum(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                                std::span<std::int64_t const> at) {
    check(grid);
    check(wings);
    check(lines);
    auto const pieces = wing_pieces(wings.factor, lines.temperature);
    bool const with_pedestal = wings.convention == WingConvention::pedestal;
    std::vector<PointSum> sums(at.size());
    for (std::size_t j = 0; j < lines.size(); ++j) {
        PointRange const range = wing_range(grid, wings, lines, j);
        LineValue pedestal;
        if (with_pedestal) pedestal = line_value(lines, j, lines.centre[j] + wings.cut, pieces);
        for (std::size_t k = 0; k < at.size(); ++k) {
            if (at[k] < range.first || at[k] > range.last) continue;
            sums[k].add(line_value(lines, j, grid.at(at[k]), pieces), 1);
            if (with_pedestal) sums[k].add(pedestal, -1);
        }
    }
    std::vector<PlainSum> result(at.size());
    std::transform(sums.begin(), sums.end(), result.begin(), [](PointSum const& sum) {
        return PlainSum{sum.value.value(), sum.slope.value(), sum.magnitude.value()};
    });
    return result;
}

std::vector<PlainSum> plain_sum(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines) {
    check(grid);
    std::vector<std::int64_t> all(static_cast<std::size_t>(grid.points));
    std::iota(all.begin(), all.end(), std::int64_t{0});
    return plain_sum(grid, wings, lines, all);
}

}  // namespace vespa::lbl
