#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/line_scale.hpp"
#include "lbl/line_sum/moments.hpp"
#include "lbl/line_sum/near_field.hpp"
#include "lbl/line_sum/source_tree.hpp"
#include "lbl/line_sum/wing_ends.hpp"

namespace vespa::lbl {

/// Lines of one list and the grid they are summed on.
struct GroupInput {
    SpectralGrid const& grid;
    Wings const& wings;
    LayerLines const& lines;
    PointReach const& reach;
    Precision precision;
};

/// Voigt lines of about one width (one LineScale): near their centres by the Voigt kernels, elsewhere as
/// moments. Kept from list to list for its memory.
class VoigtGroup {
  public:
    VoigtGroup(Expansion const& expansion, LineScale scale, Precision precision);

    LineScale scale() const { return scale_; }
    bool empty() const { return lines_.empty(); }
    void clear() {
        lines_.clear();
        leaves_.clear();
    }
    /// Lines come in ascending order. \param leaf number of the leaf that the unshifted centre lies in
    void push_back(std::uint32_t line, std::int64_t leaf) {
        lines_.push_back(line);
        leaves_.push_back(leaf);
    }
    /// Adds all lines to `sum` and, unless null, their slopes to `slope`.
    void add_to(GroupInput const& input, TransferMatrices& matrices, NodeTree& sum, NodeTree* slope);

  private:
    /// A leaf with lines begin ... end - 1 of the group.
    struct Leaf {
        std::size_t begin, end;
        std::int64_t cell;
        Reach reach;
    };
    std::size_t add_leaves(GroupInput const& input, std::size_t begin, NodeTree& sum, NodeTree* slope);
    std::size_t begin_leaves(GroupInput const& input, std::size_t begin);
    void load_lines(GroupInput const& input, std::size_t begin, std::size_t end, bool slopes);
    void add_all_ends(std::size_t begin, std::size_t start, std::size_t stop,
                      std::vector<double> const& of_line, NodeTree& tree) const;
    void add_ends(Leaf const& leaf, EndingLines lines, std::size_t offset, NodeTree& tree) const;
    void add_near_fields(GroupInput const& input, NodeTree& sum, NodeTree* slope);
    void flush(std::int64_t start, std::vector<double> const& values, NodeTree& tree) const;
    int ending_terms(GroupInput const& input) const;

    Expansion const& expansion_;
    LineScale scale_;
    std::vector<std::uint32_t> lines_;
    std::vector<std::int64_t> leaves_;
    SourceTree sources_;
    NearField near_;
    Abscissae abscissae_;
    int kept_ = 0;  // moments a line for the ends of its wing
    std::vector<Leaf> batch_leaves_;
    MomentLines batch_;
    std::vector<std::int64_t> first_, last_;  // points that the lines of the batch's leaves reach
    std::vector<double> of_line_, slope_of_line_, values_, slopes_;
    std::vector<NearLine> near_lines_;
};

}  // namespace vespa::lbl
