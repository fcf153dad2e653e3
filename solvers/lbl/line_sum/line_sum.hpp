#pragma once
#include <memory>
#include <span>

#include "lbl/layer_lines.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// The sum of lines on a grid: sigma(nu_i) = sum_j S_j f_j(nu_i - nu_j) within the wings of the convention,
/// at every point within `precision` of the plain sum (plain_sum.hpp), relative to the sum of the magnitudes
/// of the terms. Fast by a tree of cells: lines far from a point are summed as moments of their cells, which
/// reach the point through polynomials on cells; README.md has the method and its error budget.
///
/// Work space is kept from call to call: use one LineSum for all layers and line lists of a grid, in one
/// thread. A grid may be a part of a larger one; the result is the same bits however often and in whatever
/// order others are summed, and agrees with that of another part, or of the whole, within the precision.
class LineSum {
  public:
    /// \throws BadInput as check(SpectralGrid) and check(Wings)
    LineSum(SpectralGrid const& grid, Wings const& wings, Precision precision);
    LineSum(LineSum&&) noexcept;
    LineSum& operator=(LineSum&&) noexcept;
    ~LineSum();

    /// Adds the sum of `lines` to `sigma`, which has one value a point, and the derivative of the sum by
    /// temperature to `slope` (unit of sigma per K) unless it is empty. Lines out of reach of the grid are
    /// passed over. Slopes are good to the precision relative to the sum over lines of
    /// |dσ_j/dT| + σ_j/T. They hold mixing and the parameters of Hartmann and Tran fixed.
    /// \throws BadInput where the lines break their rules (check.hpp), the spans' lengths are not the grid's,
    /// or slopes are wanted of lines that have none
    void add(LayerLines const& lines, std::span<double> sigma, std::span<double> slope = {});
    /// The same in the place of what stands there, as if added to zeros.
    void set(LayerLines const& lines, std::span<double> sigma, std::span<double> slope = {});

    SpectralGrid const& grid() const;
    Wings const& wings() const;
    Precision precision() const;

  private:
    class Workspace;
    std::unique_ptr<Workspace> workspace_;
};

}  // namespace vespa::lbl
