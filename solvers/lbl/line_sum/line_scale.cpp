#include "lbl/line_sum/line_scale.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "lbl/line_sum/wing_range.hpp"

namespace vespa::lbl {

namespace {

/// floor(log2 x) of a normal x > 0, from the bits.
int floor_log2(double x) {
    return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52) - 1023;
}

constexpr std::int64_t beyond = std::int64_t{1} << 48;

}  // namespace

double gaussian_end(double y) {
    return y > 1e-2 ? 5.5 : y > 1e-6 ? 6 : y > 1e-12 ? 7.5 : 9;
}

LineScale line_scale(double gamma, double alpha, double shift, double step, Precision precision) {
    // The fine class's more moments leave less room for what Doppler shifts add to them.
    bool const fine = precision == Precision::fine;
    double const end = std::max(gaussian_end(gamma / alpha), fine ? 6.5 : 0.0);
    double const leaf = 0.5 * leaf_points * step;
    double const needed = std::max({(fine ? 2 : 1.5) * gamma, 0.5 * end * alpha, 5 * std::abs(shift)}) / leaf;
    double const carried = std::max(0.5 * gamma, 0.125 * alpha) / leaf;
    int const source_level = needed <= 1 ? 0 : floor_log2(needed) + 1;
    int const node_level = carried < 1 ? -1 : floor_log2(carried);
    return {source_level, std::min(source_level, node_level)};
}

PointReach::PointReach(SpectralGrid const& grid, Wings const& wings)
    : grid_(grid), wings_(wings), over_step_(1 / grid.step), tie_(2e-6 / grid.step + 1e-7) {}

PointReach::Ends PointReach::of(LayerLines const& lines, std::size_t j) const {
    if (wings_.convention == WingConvention::unlimited) return {-beyond, beyond};
    double const position = lines.position[j];
    double below = position - wings_.cut, above = position + wings_.cut;
    if (wings_.convention == WingConvention::whole_wavenumber) {
        double const whole = std::floor(position);
        if (position - whole > 0.999999) return exact(lines, j);
        below = whole - wings_.cut;
        above = whole + wings_.cut + 1;
    }
    double const low = (below - grid_.first) * over_step_, high = (above - grid_.first) * over_step_;
    double const first = std::ceil(low), last = std::floor(high);
    bool const tied =
        first - low < tie_ || first - low > 1 - tie_ || high - last < tie_ || high - last > 1 - tie_;
    bool const in_grid = (first >= -1 && first <= static_cast<double>(grid_.points)) ||
                         (last >= -1 && last <= static_cast<double>(grid_.points));
    if (tied && in_grid) return exact(lines, j);
    return {static_cast<std::int64_t>(first), static_cast<std::int64_t>(last)};
}

PointReach::Ends PointReach::exact(LayerLines const& lines, std::size_t j) const {
    PointRange const range = wing_range(grid_, wings_, lines, j);
    // Ends that the grid has clamped lie anywhere beyond it: say where, for whole cells beside the grid.
    double const low = (lines.position[j] - wings_.cut - grid_.first) * over_step_;
    double const high = (lines.position[j] + wings_.cut - grid_.first) * over_step_;
    Ends ends{range.first, range.last};
    if (range.first == 0) ends.first = std::min(std::int64_t{0}, static_cast<std::int64_t>(std::floor(low)));
    if (range.last == grid_.points - 1)
        ends.last = std::max(range.last, static_cast<std::int64_t>(std::ceil(high)));
    return ends;
}

}  // namespace vespa::lbl
