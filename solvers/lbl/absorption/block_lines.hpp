#pragma once
#include <span>

#include "lbl/absorption/mixture.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"

namespace vespa::lbl {

/// The lines of one gas as a spectral block sees them: those within reach, ready to be brought to any state.
/// Local.
class BlockLines {
  public:
    /// \param gas, part  must outlive it
    BlockLines(GasLines const& gas, SpectralGrid const& part, Precision precision);

    std::uint64_t lines() const { return stored_.size(); }

    /// Overwrites `sigma` by the cross section at a state, cm2 for a molecule of the gas, one value a point,
    /// and `slope`, unless it is empty, by its derivative by temperature, cm2 K-1.
    void cross_section(GasState const& state, std::span<double> sigma, std::span<double> slope = {});

    /// The lines of the last state, and what was left out of them.
    PreparedLayer const& prepared() const { return prepared_; }
    /// The largest error of `sigma`, that of the last state, against the plain sum at some points, relative
    /// to the sum of the terms' magnitudes there.
    double error_at(std::span<std::int64_t const> points, std::span<double const> sigma) const;

  private:
    GasLines const& gas_;
    SpectralGrid part_;
    StoredLines stored_;
    LinePreparation preparation_;
    LineSum sum_;
    PreparedLayer prepared_;
};

}  // namespace vespa::lbl
