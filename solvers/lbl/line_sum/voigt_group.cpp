#include "lbl/line_sum/voigt_group.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/line_sum/wing_ends.hpp"

namespace vespa::lbl {

namespace {

/// Lines of a leaf that are taken together at most: their moments stay in the first cache.
constexpr std::size_t most_together = 128;

/// Where the lines of a cell of the source level are evaluated, from the start of the cell below it to the
/// end of the cell above, in points.
std::vector<double> near_places(Expansion const& expansion, LineScale scale) {
    std::vector<double> places;
    std::int64_t const end = 3 * (std::int64_t{leaf_points} << scale.source_level);
    if (scale.node_level < 0) {
        for (std::int64_t i = 0; i < end; ++i)
            places.push_back(static_cast<double>(i));
        return places;
    }
    double const half = std::ldexp(0.5 * leaf_points, scale.node_level);
    for (double middle = half; middle < static_cast<double>(end); middle += 2 * half) {
        for (double const t : expansion.node())
            places.push_back(middle + half * t);
    }
    return places;
}

double at_or_zero(std::vector<double> const& column, std::size_t j) {
    return column.empty() ? 0 : column[j];
}

}  // namespace

VoigtGroup::VoigtGroup(Expansion const& expansion, LineScale scale, Precision precision)
    : expansion_(expansion),
      scale_(scale),
      sources_(expansion, scale.source_level, relative_error_of(precision)),
      near_(precision),
      abscissae_(near_places(expansion, scale)) {}

/// Moments a line needs at the ends of its wings, whose distance is a multiple of its width.
int VoigtGroup::ending_terms(GroupInput const& input) const {
    if (input.wings.convention == WingConvention::unlimited) return 0;
    double const radius = 1.2 + std::ldexp(0.9, scale_.source_level);
    double const distance = 2 * input.wings.cut / (leaf_points * input.grid.step) - 4;
    int const needed = static_cast<int>(
        std::ceil(std::log(0.003 * relative_error_of(input.precision)) / std::log(radius / distance)));
    return std::clamp(needed + 1, 3, expansion_.moments());
}

void VoigtGroup::add_to(GroupInput const& input, TransferMatrices& matrices, NodeTree& sum, NodeTree* slope) {
    sources_.begin(slope != nullptr);
    kept_ = ending_terms(input);
    for (std::size_t begin = 0; begin < lines_.size();)
        begin = add_leaf(input, begin, sum, slope);
    sources_.transfer(matrices, sum, slope);
    add_near_fields(input, sum, slope);
}

/// Moments and wing ends of all lines of the leaf of line `begin`; returns where the next leaf begins.
std::size_t VoigtGroup::add_leaf(GroupInput const& input, std::size_t begin, NodeTree& sum, NodeTree* slope) {
    std::int64_t const cell = leaves_[begin];
    std::size_t end = begin;
    while (end < lines_.size() && leaves_[end] == cell)
        ++end;
    // Ends of wings ascend with the lines.
    auto const lowest = input.reach.of(input.lines, lines_[begin]),
               highest = input.reach.of(input.lines, lines_[end - 1]);
    Reach const reach{highest.first, lowest.last, lowest.first, highest.last};
    sources_.begin_leaf(cell, reach);
    for (std::size_t start = begin; start < end; start += most_together) {
        load_lines(input, {lines_.data() + start, std::min(most_together, end - start)}, cell,
                   slope != nullptr);
        add_moments(batch_, expansion_.moments(), kept_, sources_.moments(), of_line_.data(),
                    sources_.slope_moments(), slope_of_line_.data());
        if (kept_ == 0) continue;
        add_ends(cell, reach, of_line_, sum);
        if (slope) add_ends(cell, reach, slope_of_line_, *slope);
    }
    return end;
}

void VoigtGroup::load_lines(GroupInput const& input, std::span<std::uint32_t const> taken, std::int64_t cell,
                            bool slopes) {
    LayerLines const& lines = input.lines;
    loaded_ = taken.size();
    std::size_t const filled = (loaded_ + 3) / 4 * 4;
    batch_.resize(filled, slopes);
    batch_.doppler_slope = lines.slopes.doppler_width;
    first_.resize(loaded_);
    last_.resize(loaded_);
    of_line_.resize(filled * static_cast<std::size_t>(kept_));
    if (slopes) slope_of_line_.resize(of_line_.size());
    double const half = 0.5 * leaf_points * input.grid.step, over = 1 / half;
    double const middle =
        input.grid.first + (static_cast<double>(cell) + 0.5) * leaf_points * input.grid.step;
    double const scale = over / units::pi;
    for (std::size_t i = 0; i < filled; ++i) {
        std::size_t const j = taken[std::min(i, loaded_ - 1)];
        double const alpha = lines.doppler_width[j] * over;
        batch_.offset[i] = (lines.centre[j] - middle) * over;
        batch_.gamma[i] = lines.lorentz_half_width[j] * over;
        batch_.variance[i] = 0.5 * alpha * alpha;
        batch_.strength[i] = i < loaded_ ? lines.strength[j] * scale : 0;
        batch_.mixing[i] = at_or_zero(lines.mixing, j);
        sources_.widen(batch_.gamma[i] + 0.7 * alpha);
        if (slopes) {
            batch_.strength_slope[i] = lines.slopes.strength[j];
            batch_.gamma_slope[i] = lines.slopes.lorentz_half_width[j];
        }
        if (i >= loaded_) continue;
        auto const ends = input.reach.of(lines, j);
        first_[i] = ends.first;
        last_[i] = ends.last;
    }
}

/// The leaves that the wings' ends cross: beyond the last that all lines of the leaf reach wholly, up to the
/// last that one of them reaches.
void VoigtGroup::add_ends(std::int64_t cell, Reach const& reach, std::span<double const> of_line,
                          NodeTree& tree) const {
    EndingLines lines{loaded_, batch_.size(), of_line.data(), kept_, last_.data()};
    std::int64_t const leaves = tree.leaves();
    std::int64_t const above = std::max(last_inside(reach.last_of_all, 0) + 1, std::int64_t{0});
    for (std::int64_t leaf = above; leaf <= std::min(reach.last_of_any >> 4, leaves - 1); ++leaf)
        add_wing_ends(lines, cell, leaf, true, tree.points() + leaf * leaf_points);
    lines.ends = first_.data();
    std::int64_t const below = std::min(first_inside(reach.first_of_all, 0) - 1, leaves - 1);
    for (std::int64_t leaf = std::max(reach.first_of_any >> 4, std::int64_t{0}); leaf <= below; ++leaf)
        add_wing_ends(lines, cell, leaf, false, tree.points() + leaf * leaf_points);
}

void VoigtGroup::add_near_fields(GroupInput const& input, NodeTree& sum, NodeTree* slope) {
    LayerLines const& lines = input.lines;
    double const over_step = 1 / input.grid.step, over_sqrt_pi = 1 / std::sqrt(units::pi);
    std::int64_t const size = std::int64_t{leaf_points} << scale_.source_level;
    std::int64_t const cells = sum.cells(scale_.source_level);
    if (scale_.node_level >= 0) {
        sum.reach(scale_.node_level);
        if (slope) slope->reach(scale_.node_level);
    }
    for (std::size_t begin = 0, end = 0; begin < lines_.size(); begin = end) {
        std::int64_t const cell = leaves_[begin] >> scale_.source_level;
        while (end < lines_.size() && leaves_[end] >> scale_.source_level == cell)
            ++end;
        if (cell < -1 || cell > cells) continue;
        std::int64_t const start = (cell - 1) * size;
        near_lines_.clear();
        for (std::size_t i = begin; i < end; ++i) {
            std::size_t const j = lines_[i];
            double const over_alpha = 1 / lines.doppler_width[j];
            near_lines_.push_back(
                {(lines.centre[j] - input.grid.first) * over_step - static_cast<double>(start),
                 input.grid.step * over_alpha, lines.lorentz_half_width[j] * over_alpha,
                 lines.strength[j] * over_alpha * over_sqrt_pi, at_or_zero(lines.mixing, j),
                 at_or_zero(lines.slopes.strength, j), at_or_zero(lines.slopes.lorentz_half_width, j),
                 lines.slopes.doppler_width});
        }
        values_.assign(abscissae_.places.size(), 0);
        if (slope) slopes_.assign(abscissae_.places.size(), 0);
        near_.add(near_lines_, abscissae_, values_.data(), slope ? slopes_.data() : nullptr);
        flush(start, values_, sum);
        if (slope) flush(start, slopes_, *slope);
    }
}

/// Adds what was evaluated from point `start` on to the part that lies on the grid.
void VoigtGroup::flush(std::int64_t start, std::vector<double> const& values, NodeTree& tree) const {
    bool const at_points = scale_.node_level < 0;
    std::int64_t const width = at_points ? 1 : expansion_.nodes();  // values a unit
    std::int64_t const unit = at_points ? start : start / (std::int64_t{leaf_points} << scale_.node_level);
    std::int64_t const units_there = at_points ? tree.leaves() * leaf_points : tree.cells(scale_.node_level);
    double* const to = at_points ? tree.points() : tree.nodes(scale_.node_level);
    auto const count = static_cast<std::int64_t>(abscissae_.count) / width;
    std::int64_t const first = std::max(unit, std::int64_t{0}), last = std::min(unit + count, units_there);
    for (std::int64_t i = first * width; i < last * width; ++i)
        to[i] += values[static_cast<std::size_t>(i - unit * width)];
}

}  // namespace vespa::lbl
