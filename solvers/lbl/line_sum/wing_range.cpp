#include "lbl/line_sum/wing_range.hpp"

#include <algorithm>
#include <cmath>

#include "lbl/profile/voigt.hpp"

namespace vespa::lbl {

namespace {

constexpr double units_per_wavenumber = 1e6;

double whole(double wavenumber) {
    return std::nearbyint(wavenumber * units_per_wavenumber);
}

/// Index of the first point for which `reached` holds, which must hold for all points after it.
template <class Reached>
std::int64_t first_point(SpectralGrid const& grid, double near, Reached reached) {
    double const estimate = std::floor((near - grid.first) / grid.step);
    auto i = static_cast<std::int64_t>(std::clamp(estimate, 0.0, static_cast<double>(grid.points)));
    while (i > 0 && reached(grid.at(i - 1)))
        --i;
    while (i < grid.points && !reached(grid.at(i)))
        ++i;
    return i;
}

PointRange half_width_range(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                            std::size_t j) {
    double const half_width = voigt_half_width(lines.lorentz_half_width[j], lines.doppler_width[j]);
    double const centre = whole(lines.position[j]);
    double const reach = std::floor(wings.cut_half_widths * half_width * units_per_wavenumber);
    double const reach_cm = reach / units_per_wavenumber;
    return {
        first_point(grid, lines.position[j] - reach_cm, [&](double g) { return whole(g) >= centre - reach; }),
        first_point(grid, lines.position[j] + reach_cm, [&](double g) { return whole(g) > centre + reach; }) -
            1};
}

}  // namespace

PointRange wing_range(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines, std::size_t j) {
    double const position = lines.position[j], cut = whole(wings.cut);
    switch (wings.convention) {
        case WingConvention::line_cut:
        case WingConvention::pedestal: {
            double const centre = whole(position);
            return {
                first_point(grid, position - wings.cut, [&](double g) { return whole(g) > centre - cut; }),
                first_point(grid, position + wings.cut, [&](double g) { return whole(g) > centre + cut; }) -
                    1};
        }
        case WingConvention::whole_wavenumber: {
            double const below = units_per_wavenumber * std::floor(whole(position) / units_per_wavenumber);
            double const end = below + cut + units_per_wavenumber;
            return {first_point(grid, position - wings.cut - 1,
                                [&](double g) { return whole(g) >= below - cut; }),
                    first_point(grid, position + wings.cut, [&](double g) { return whole(g) > end; }) - 1};
        }
        case WingConvention::half_widths:
            return half_width_range(grid, wings, lines, j);
        case WingConvention::unlimited:
            break;
    }
    return {0, grid.points - 1};
}

PointRange distance_range(SpectralGrid const& grid, double centre, double from, double to, int side) {
    if (side > 0) {
        return {first_point(grid, centre + from, [&](double g) { return g - centre >= from; }),
                first_point(grid, centre + to, [&](double g) { return g - centre >= to; }) - 1};
    }
    return {first_point(grid, centre - to, [&](double g) { return centre - g < to; }),
            first_point(grid, centre - from, [&](double g) { return g >= centre || centre - g < from; }) - 1};
}

}  // namespace vespa::lbl
