#pragma once
#include <cstddef>
#include <vector>

namespace vespa::lbl {

/// A batch of lines of one cell, in units of its half-width a about its middle c; arrays of one length, a
/// multiple of 4, filled up with lines of no strength.
struct MomentLines {
    std::vector<double> offset;    ///< (centre - c) / a
    std::vector<double> gamma;     ///< gamma / a
    std::vector<double> variance;  ///< alpha^2 / (2 a^2), of the Doppler shifts
    std::vector<double> strength;  ///< S / (pi a)
    std::vector<double> mixing;    ///< p Y
    /// Slopes by temperature of ln strength, ln gamma and ln alpha, K-1; the first two empty unless wanted.
    std::vector<double> strength_slope, gamma_slope;
    double doppler_slope = 0;

    std::size_t size() const { return offset.size(); }
    void resize(std::size_t size, bool with_slopes);
};

/// Adds to moments[0 … count) the moments of the lines, and stores the first `kept` of each line: number k of
/// line i at of_line[k * lines.size() + i]. The same for the slopes where the lines carry them, else their
/// pointers are not used. With X = (nu - c) / a far from the lines, the sum of lines is
///   Σ_k moments[k] / X^(k+1),   moments[k] = Σ_j S_j/(π a) (-Im h_k + p Y Re h_k),
///   h_0 = 1, h_(k+1) = ζ h_k + k (α²/2a²) h_(k-1), ζ = (centre - iγ - c) / a:
/// the mean of the powers of ζ over Doppler shifts, exact to all orders in α but for what is
/// exp(-x²) at the point (README.md).
void add_moments(MomentLines const& lines, int count, int kept, double* moments, double* of_line,
                 double* slope_moments, double* slope_of_line);

}  // namespace vespa::lbl
