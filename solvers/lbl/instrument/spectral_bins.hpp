#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/spectral_grid.hpp"

namespace vespa::lbl {

/// Edges of bins side by side from `from` on, cm-1, as many as end at `to` at the latest.
/// \throws BadInput where `to` is not above `from` > 0, or not one bin fits
std::vector<double> edges_of_width(double from, double to, double width);
/// The same with bins whose centre is `power` times their width. \pre power > 1/2
std::vector<double> edges_of_resolving_power(double from, double to, double power);

/// Bins and the points that lie in them: centres of cells of one step, the first of which begins where the
/// first bin does.
struct BinnedGrid {
    SpectralGrid grid;
    std::vector<std::int64_t> begin;  ///< first point of each bin, and one past the last bin's last

    std::size_t bins() const { return begin.size() - 1; }
    std::int64_t points_of(std::size_t bin) const { return begin[bin + 1] - begin[bin]; }
};

/// Points that lie `step` apart, or, where all bins are of one width, that part of the width that is next
/// below `step`: then each bin holds whole cells, as many as the others.
/// \param is_even  whether all bins are of one width
/// \throws BadInput where a bin would hold fewer than `least` points
BinnedGrid points_in_bins(std::span<double const> edges, bool is_even, double step, std::int64_t least);

/// Cuts bins into runs of no more than so many points, each of one bin at least. \return the first bin of
/// each run
std::vector<std::int64_t> runs_of_bins(BinnedGrid const& bins, std::int64_t most_points);

}  // namespace vespa::lbl
