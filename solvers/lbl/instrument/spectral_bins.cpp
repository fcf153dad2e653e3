#include "lbl/instrument/spectral_bins.hpp"

#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

/// A part of a bin by which the last may end beyond the interval, for what rounding makes of its edge.
constexpr double slack = 1e-9;

void check_interval(double from, double to) {
    if (from > 0 && to > from) return;
    throw BadInput("from " + std::to_string(from) + " to " + std::to_string(to) + " cm-1", "bins",
                   "an interval above 0");
}

void check_count(double bins, char const* what) {
    if (bins >= 1 && bins <= 1e8) return;
    throw BadInput(std::to_string(bins) + " bins of this " + what + " fit into the interval", "bins",
                   "1 to 1e8 bins");
}

}  // namespace

std::vector<double> edges_of_width(double from, double to, double width) {
    check_interval(from, to);
    double const bins = std::floor((to - from) / width + slack);
    check_count(bins, "width");
    std::vector<double> edges;
    for (std::int64_t b = 0; b <= static_cast<std::int64_t>(bins); ++b)
        edges.push_back(from + static_cast<double>(b) * width);
    return edges;
}

std::vector<double> edges_of_resolving_power(double from, double to, double power) {
    check_interval(from, to);
    // (a + b) / 2 = R (b - a)
    double const ratio = std::log((2 * power + 1) / (2 * power - 1));
    double const bins = std::floor(std::log(to / from) / ratio + slack);
    check_count(bins, "resolving power");
    std::vector<double> edges;
    for (std::int64_t b = 0; b <= static_cast<std::int64_t>(bins); ++b)
        edges.push_back(from * std::exp(static_cast<double>(b) * ratio));
    return edges;
}

BinnedGrid points_in_bins(std::span<double const> edges, bool is_even, double step, std::int64_t least) {
    double const width = edges[1] - edges[0];
    double const cell = is_even ? width / std::ceil(width / step * (1 - slack)) : step;
    BinnedGrid bins{{edges[0] + cell / 2, cell, 0}, {}};
    for (double const edge : edges)
        bins.begin.push_back(std::llround((edge - edges[0]) / cell));
    bins.grid.points = bins.begin.back();
    for (std::size_t b = 0; b < bins.bins(); ++b) {
        if (bins.points_of(b) >= least) continue;
        throw BadInput("leaves " + std::to_string(bins.points_of(b)) + " points in the bin from " +
                           std::to_string(edges[b]) + " cm-1 on",
                       "--step", "steps that leave at least " + std::to_string(least));
    }
    return bins;
}

std::vector<std::int64_t> runs_of_bins(BinnedGrid const& bins, std::int64_t most_points) {
    std::vector<std::int64_t> first{0};
    for (std::size_t b = 1; b < bins.bins(); ++b) {
        auto const begin = bins.begin[static_cast<std::size_t>(first.back())];
        if (bins.begin[b + 1] - begin > most_points) first.push_back(static_cast<std::int64_t>(b));
    }
    return first;
}

}  // namespace vespa::lbl
