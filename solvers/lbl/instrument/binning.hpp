#pragma once
#include <span>
#include <vector>

#include "lbl/spectral_grid.hpp"

namespace vespa::lbl {

/// Adds to each bin the integral over wavenumber of a piece of spectrum: each point stands for its cell of
/// one step. Pieces that meet add up to the whole; added in the order of the blocks the sum does not depend
/// on who computed them. \param edges     of the bins, cm-1, rising: one more than bins \param integral  of
/// each bin, added to
void add_to_bins(SpectralGrid const& piece, std::span<double const> values, std::span<double const> edges,
                 std::span<double> integral);

/// Integrals over bins as means: per cm-1, and per micrometre of wavelength (for spectra per cm-1).
std::vector<double> mean_per_wavenumber(std::span<double const> integral, std::span<double const> edges);
std::vector<double> mean_per_wavelength(std::span<double const> integral, std::span<double const> edges);

/// Edges in wavelength (micrometres, rising) as edges in wavenumber (cm-1, rising): the order of the bins
/// turns round. \throws BadInput for edges that are not positive or do not rise
std::vector<double> wavenumber_edges(std::span<double const> wavelength_edges);

/// \throws BadInput for fewer than two edges, or edges that do not rise or lie beyond the cells of the grid
void check_bins(std::span<double const> edges, SpectralGrid const& grid);

}  // namespace vespa::lbl
