#include "lbl/line_sum/line_sum.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <string>

#include "core/errors/bad_input.hpp"
#include "lbl/line_sum/check.hpp"
#include "lbl/line_sum/pedestal.hpp"
#include "lbl/line_sum/single_lines.hpp"
#include "lbl/line_sum/voigt_group.hpp"

namespace vespa::lbl {

class LineSum::Workspace {
  public:
    Workspace(SpectralGrid const& grid, Wings const& wings, Precision precision)
        : grid_(grid),
          wings_(wings),
          precision_(precision),
          expansion_(tree_order(precision)),
          matrices_(expansion_),
          reach_(grid, wings),
          sum_(expansion_, grid.points),
          slope_(expansion_, 0),
          single_(expansion_, precision) {}

    void add(LayerLines const& lines, std::span<double> sigma, std::span<double> slope, Onto onto);

    SpectralGrid const grid_;
    Wings const wings_;
    Precision const precision_;

  private:
    void sort_into_groups(GroupInput const& input);
    VoigtGroup& group_of(LineScale scale);

    Expansion expansion_;
    TransferMatrices matrices_;
    PointReach reach_;
    NodeTree sum_, slope_;
    SingleLines single_;
    Pedestal pedestal_;
    std::deque<VoigtGroup> groups_;
    std::vector<std::size_t> singles_;
};

VoigtGroup& LineSum::Workspace::group_of(LineScale scale) {
    for (auto& group : groups_) {
        if (group.scale() == scale) return group;
    }
    return groups_.emplace_back(expansion_, scale, precision_);
}

/// Lines whose moments serve, by width; the rest for themselves.
void LineSum::Workspace::sort_into_groups(GroupInput const& input) {
    LayerLines const& lines = input.lines;
    for (auto& group : groups_)
        group.clear();
    singles_.clear();
    bool const by_cut = wings_.convention != WingConvention::half_widths && wings_.factor == WingFactor::none;
    bool const limited = wings_.convention != WingConvention::unlimited;
    double const over_step = 1 / grid_.step, over_leaf = over_step / leaf_points;
    double const low = grid_.first - wings_.cut + 1e-5, high = grid_.last() + wings_.cut - 1e-5;
    // Cells next to that of the line must lie within its wings, and their ends must be far off.
    int highest_level = -1;
    while (highest_level < 60 &&
           (!limited || std::ldexp(5.0 * leaf_points * grid_.step, highest_level + 1) <= wings_.cut))
        ++highest_level;
    VoigtGroup* group = nullptr;
    for (std::size_t j = 0; j < lines.size(); ++j) {
        double const position = lines.position[j];
        // Lines that reach no point must not be there at all: a block's bits depend on its halo alone.
        if (by_cut && limited && (position < low || position > high)) {
            auto const ends = reach_.of(lines, j);
            if (ends.last < 0 || ends.first >= grid_.points) continue;
        }
        double const gamma = lines.lorentz_half_width[j], alpha = lines.doppler_width[j];
        LineScale const scale = line_scale(gamma, alpha, lines.centre[j] - position, grid_.step, precision_);
        if (!by_cut || scale.source_level > highest_level || !is_for_voigt_kernels(lines, j)) {
            singles_.push_back(j);
            continue;
        }
        if (!group || group->scale() != scale) group = &group_of(scale);
        double const leaf = (position - grid_.first) * over_leaf;
        auto const whole = static_cast<std::int64_t>(leaf);
        group->push_back(static_cast<std::uint32_t>(j), whole - (static_cast<double>(whole) > leaf ? 1 : 0));
    }
}

void LineSum::Workspace::add(LayerLines const& lines, std::span<double> sigma, std::span<double> slope,
                             Onto onto) {
    check(lines);
    auto const points = static_cast<std::size_t>(grid_.points);
    if (sigma.size() != points || (!slope.empty() && slope.size() != points))
        throw BadInput(
            "has " + std::to_string(sigma.size() != points ? sigma.size() : slope.size()) + " values",
            "sum of lines, output", std::to_string(points) + ", one a point of the grid");
    if (!slope.empty() && lines.slopes.strength.size() != lines.size())
        throw BadInput("slopes by temperature are wanted of lines that have none", "sum of lines",
                       "lines with columns slopes.strength and slopes.lorentz_half_width");
    if (lines.size() == 0) {
        if (onto == Onto::nothing) {
            std::fill(sigma.begin(), sigma.end(), 0.0);
            std::fill(slope.begin(), slope.end(), 0.0);
        }
        return;
    }
    NodeTree* const slope_tree = slope.empty() ? nullptr : &slope_;
    if (slope_tree && slope_.count() == 0) slope_ = NodeTree(expansion_, grid_.points);
    auto const pieces = wing_pieces(wings_.factor, lines.temperature);
    GroupInput const input{grid_, wings_, lines, reach_, precision_};
    sort_into_groups(input);
    for (auto& group : groups_) {
        if (!group.empty()) group.add_to(input, matrices_, sum_, slope_tree);
    }
    for (std::size_t const j : singles_)
        single_.add(input, j, pieces, sum_, slope_tree);
    sum_.empty_into(sigma, onto);
    if (slope_tree) slope_.empty_into(slope, onto);
    if (wings_.convention == WingConvention::pedestal) pedestal_.subtract(input, pieces, sigma, slope);
}

LineSum::LineSum(SpectralGrid const& grid, Wings const& wings, Precision precision) {
    check(grid);
    check(wings);
    workspace_ = std::make_unique<Workspace>(grid, wings, precision);
}

LineSum::LineSum(LineSum&&) noexcept = default;
LineSum& LineSum::operator=(LineSum&&) noexcept = default;
LineSum::~LineSum() = default;

void LineSum::add(LayerLines const& lines, std::span<double> sigma, std::span<double> slope) {
    workspace_->add(lines, sigma, slope, Onto::values);
}

void LineSum::set(LayerLines const& lines, std::span<double> sigma, std::span<double> slope) {
    workspace_->add(lines, sigma, slope, Onto::nothing);
}

SpectralGrid const& LineSum::grid() const {
    return workspace_->grid_;
}

Wings const& LineSum::wings() const {
    return workspace_->wings_;
}

Precision LineSum::precision() const {
    return workspace_->precision_;
}

}  // namespace vespa::lbl
