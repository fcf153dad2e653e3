#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/voigt_group.hpp"
#include "lbl/profile/wing_factors.hpp"

namespace vespa::lbl {

/// Points that a line's pedestal lies under.
struct PedestalRange {
    std::int64_t first, last;
};

/// What the pedestal convention takes away: of each line its own profile at the cut, a constant within its
/// wings.
class Pedestal {
  public:
    /// Subtracts the pedestals of all lines from `sigma` and, unless empty, their slopes from `slope`.
    void subtract(GroupInput const& input, std::span<WingPiece const> pieces, std::span<double> sigma,
                  std::span<double> slope);

  private:
    std::vector<PedestalRange> ranges_;
    std::vector<double> values_, slopes_, sums_;
};

}  // namespace vespa::lbl
