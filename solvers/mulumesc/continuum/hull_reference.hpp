#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// The channels that take part: good ones whose value is finite.
std::vector<std::size_t> valid_channels(SpectralAxis const& axis, std::span<double const> reflectance);

/// Of the channels `among` (rising), those that are vertices of the upper convex hull of reflectance over
/// true wavelength (Clark & Roush 1984, JGR 89, 6329); points on a side are none. Andrew's monotone chain:
/// the plain twin of the hull in hull_batch.hpp.
std::vector<std::size_t> upper_hull(SpectralAxis const& axis, std::span<double const> reflectance,
                                    std::span<std::size_t const> among);

/// Straight lines through the vertices, at all channels from the first to the last of them; NaN outside.
std::vector<double> lines_through(SpectralAxis const& axis, std::span<double const> reflectance,
                                  std::span<std::size_t const> vertices);

}  // namespace vespa::mulumesc
