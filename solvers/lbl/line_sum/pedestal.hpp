#pragma once
#include <span>
#include <vector>

#include "lbl/line_sum/voigt_group.hpp"
#include "lbl/profile/wing_factors.hpp"

namespace vespa::lbl {

/// What the pedestal convention takes away: of each line its own profile at the cut, a constant within its
/// wings, gathered as a rise at its first point and a fall after its last and summed up along the grid.
class Pedestal {
  public:
    /// Subtracts the pedestals of all lines from `sigma` and, unless empty, their slopes from `slope`.
    void subtract(GroupInput const& input, std::span<WingPiece const> pieces, std::span<double> sigma,
                  std::span<double> slope);

  private:
    std::vector<double> rises_, slope_rises_;
};

}  // namespace vespa::lbl
