#pragma once
#include <cstddef>
#include <vector>

#include "lbl/line_sum/voigt_tables.hpp"

namespace vespa::lbl {

/// Lines as the Voigt kernels see them.
struct NearLine {
    double at;         ///< centre, in the unit of the abscissae
    double rate;       ///< x = rate (abscissa - at): the abscissae's unit / alpha
    double y;          ///< gamma / alpha
    double amplitude;  ///< S / (alpha sqrt pi)
    double mixing = 0;
    /// Slopes by temperature of ln strength, ln gamma, ln alpha, K-1.
    double strength_slope = 0, lorentz_slope = 0, doppler_slope = 0;
};

/// Ascending places at which lines are evaluated, filled up to whole vectors by places beyond.
struct Abscissae {
    explicit Abscissae(std::vector<double> places);

    std::size_t count;
    std::vector<double> places;
    std::vector<float> floats;
};

/// Adds the absorption of the lines to values[0 … count), and their slopes to slopes[…] unless null. Float
/// lanes in the coarse and standard classes, double in the fine one and where a line is mixed or slopes are
/// wanted. Both arrays have the length of abscissae.places.
class NearField {
  public:
    explicit NearField(Precision precision) : precision_(precision), tables_(voigt_tables(precision)) {}

    void add(std::vector<NearLine> const& lines, Abscissae const& abscissae, double* values, double* slopes);

  private:
    Precision precision_;
    VoigtTables const& tables_;
    std::vector<float> sums_;
};

}  // namespace vespa::lbl
