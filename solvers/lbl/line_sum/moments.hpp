#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vespa::lbl {

/// A batch of lines, each in units of the half-width a of its cell about the middle c of it; arrays of one
/// length, a multiple of 4, filled up with lines of no strength.
struct MomentLines {
    std::size_t count = 0;            ///< of lines, without those that fill up
    std::vector<double> offset;       ///< (centre - c) / a
    std::vector<double> gamma;        ///< gamma / a
    std::vector<double> variance;     ///< alpha^2 / (2 a^2), of the Doppler shifts
    std::vector<double> strength;     ///< S / (pi a)
    std::vector<double> mixing;       ///< p Y
    std::vector<std::uint32_t> cell;  ///< place of the cell's moments among those that are added to
    /// Slopes by temperature of ln strength, ln gamma and ln alpha, K-1; the first two empty unless wanted.
    std::vector<double> strength_slope, gamma_slope;
    double doppler_slope = 0;

    std::size_t size() const { return offset.size(); }
    void resize(std::size_t lines, bool with_slopes);
};

/// Where moments go. Slopes are left aside where the lines carry none.
struct MomentsOut {
    double *cells, *slope_cells;  ///< += the moments of each line, those of cell c from c * count on
    double *of_line,
        *slope_of_line;  ///< = the first `kept` of each line: number k of line i at [k * lines.size() + i]
};

/// The moments of lines, `count` each. With X = (nu - c) / a far from the lines, the sum of those of a cell
/// is
///   Σ_k moments[k] / X^(k+1),   moments[k] = Σ_j S_j/(π a) (-Im h_k + p Y Re h_k),
///   h_0 = 1, h_(k+1) = ζ h_k + k (α²/2a²) h_(k-1), ζ = (centre - iγ - c) / a:
/// the mean of the powers of ζ over Doppler shifts, exact to all orders in α but for what is
/// exp(-x²) at the point (README.md).
void add_moments(MomentLines const& lines, int count, int kept, MomentsOut const& out);

}  // namespace vespa::lbl
