#pragma once
#include <span>
#include <vector>

#include "lbl/line_sum/cover.hpp"
#include "lbl/line_sum/voigt_group.hpp"
#include "lbl/profile/wing_factors.hpp"

namespace vespa::lbl {

/// Lines one by one, each over its own cover of cells: those that moments do not serve, be it for their
/// profile (Hartmann-Tran, no Lorentz part), their wings (factors, cuts in half-widths) or for being wide
/// next to the cut. Voigt profiles go through the Voigt kernels, all else through line_value.
class SingleLines {
  public:
    SingleLines(Expansion const& expansion, Precision precision) : expansion_(expansion), near_(precision) {}

    /// Adds line `j` to `sum` and, unless null, its slope to `slope`.
    void add(GroupInput const& input, std::size_t j, std::span<WingPiece const> pieces, NodeTree& sum,
             NodeTree* slope);

  private:
    void add_range(GroupInput const& input, std::size_t j, PointRange const& range,
                   std::span<WingPiece const> pieces, WingPiece const& piece, NodeTree& sum, NodeTree* slope);
    void evaluate_voigt(GroupInput const& input, std::size_t j, std::vector<double> const& places,
                        WingPiece const& piece, bool slopes);
    void evaluate_plain(GroupInput const& input, std::size_t j, std::vector<double> const& places,
                        std::span<WingPiece const> pieces, bool slopes);

    Expansion const& expansion_;
    NearField near_;
    std::vector<NearLine> near_lines_;
    std::vector<double> values_, slopes_;
};

/// Whether the Voigt kernels serve the line: they do not for Hartmann-Tran lines nor for those without a
/// Lorentz part, whose far wings exp(-x^2) alone makes.
bool is_for_voigt_kernels(LayerLines const& lines, std::size_t j);

}  // namespace vespa::lbl
