#include "lbl/line_sum/voigt_group.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl {

namespace {

/// Lines that are taken together at most: their moments stay in the first cache.
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

constexpr std::int64_t doubles_in_cache_line = 8;

void prefetch(double const* from, std::int64_t count) {
    for (std::int64_t i = 0; i < count; i += doubles_in_cache_line)
        __builtin_prefetch(from + i);
}

/// The leaves in which the furthest ends of wings lie.
void prefetch_ends(Reach const& reach, NodeTree& tree) {
    for (std::int64_t const point : {reach.first_of_any, reach.last_of_any}) {
        if (point >= 0 && point < tree.count())
            prefetch(tree.points() + (point >> 4) * leaf_points, leaf_points);
    }
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
        begin = add_leaves(input, begin, sum, slope);
    sources_.transfer(matrices, sum, slope);
    add_near_fields(input, sum, slope);
}

/// Finds the leaves of the lines from `begin` on that are taken together: whole ones, or one of too many
/// lines. Returns where the next leaf begins.
std::size_t VoigtGroup::begin_leaves(GroupInput const& input, std::size_t begin) {
    batch_leaves_.clear();
    first_.clear();
    last_.clear();
    std::size_t end = begin;
    while (end < lines_.size()) {
        std::size_t next = end;
        while (next < lines_.size() && leaves_[next] == leaves_[end])
            ++next;
        if (end > begin && next - begin > most_together) break;
        for (std::size_t i = end; i < next; ++i) {
            auto const ends = input.reach.of(input.lines, lines_[i]);
            first_.push_back(ends.first);
            last_.push_back(ends.last);
        }
        // Ends of wings ascend with the lines.
        std::size_t const lowest = end - begin, highest = next - begin - 1;
        Reach const reach{first_[highest], last_[lowest], first_[lowest], last_[highest]};
        sources_.begin_leaf(leaves_[end], reach);
        batch_leaves_.push_back({end, next, leaves_[end], reach});
        end = next;
    }
    return end;
}

/// Moments and wing ends of all lines of some leaves; returns where the next leaf begins.
std::size_t VoigtGroup::add_leaves(GroupInput const& input, std::size_t begin, NodeTree& sum,
                                   NodeTree* slope) {
    std::size_t const end = begin_leaves(input, begin), leaves = batch_leaves_.size();
    for (std::size_t start = begin; start < end; start += most_together) {
        std::size_t const stop = std::min(start + most_together, end);
        load_lines(input, start, stop, slope != nullptr);
        add_moments(batch_, expansion_.moments(), kept_,
                    {sources_.last_moments(leaves), sources_.last_slope_moments(leaves), of_line_.data(),
                     slope_of_line_.data()});
        if (kept_ == 0) continue;
        add_all_ends(begin, start, stop, of_line_, sum);
        if (slope) add_all_ends(begin, start, stop, slope_of_line_, *slope);
    }
    return end;
}

void VoigtGroup::load_lines(GroupInput const& input, std::size_t begin, std::size_t end, bool slopes) {
    LayerLines const& lines = input.lines;
    std::size_t const count = end - begin;
    batch_.resize(count, slopes);
    batch_.doppler_slope = lines.slopes.doppler_width;
    of_line_.resize(batch_.size() * static_cast<std::size_t>(kept_));
    if (slopes) slope_of_line_.resize(of_line_.size());
    double const over = 1 / (0.5 * leaf_points * input.grid.step), scale = over / units::pi;
    double widest = 0;
    std::uint32_t leaf = 0;
    for (std::size_t i = 0; i < batch_.size(); ++i) {
        std::size_t const number = std::min(begin + i, end - 1), j = lines_[number];
        while (batch_leaves_[leaf].end <= number)
            ++leaf;
        double const middle =
            input.grid.first + (static_cast<double>(leaves_[number]) + 0.5) * leaf_points * input.grid.step;
        double const alpha = lines.doppler_width[j] * over;
        batch_.offset[i] = (lines.centre[j] - middle) * over;
        batch_.gamma[i] = lines.lorentz_half_width[j] * over;
        batch_.variance[i] = 0.5 * alpha * alpha;
        batch_.strength[i] = i < count ? lines.strength[j] * scale : 0;
        batch_.mixing[i] = at_or_zero(lines.mixing, j);
        batch_.cell[i] = leaf;
        widest = std::max(widest, batch_.gamma[i] + 0.7 * alpha);
        if (slopes) {
            batch_.strength_slope[i] = lines.slopes.strength[j];
            batch_.gamma_slope[i] = lines.slopes.lorentz_half_width[j];
        }
    }
    sources_.widen(widest);
}

/// The ends of the wings of lines start ... stop - 1 of leaves that begin with line `begin`.
void VoigtGroup::add_all_ends(std::size_t begin, std::size_t start, std::size_t stop,
                              std::vector<double> const& of_line, NodeTree& tree) const {
    constexpr std::size_t ahead = 6;  // the two ends of a wing are far from each other: asked for in time
    for (std::size_t i = 0; i < batch_leaves_.size(); ++i) {
        if (i + ahead < batch_leaves_.size()) prefetch_ends(batch_leaves_[i + ahead].reach, tree);
        Leaf const& leaf = batch_leaves_[i];
        std::size_t const from = std::max(leaf.begin, start), to = std::min(leaf.end, stop);
        EndingLines const lines{to - from, batch_.size(), of_line.data() + (from - start), kept_, nullptr};
        add_ends(leaf, lines, from - begin, tree);
    }
}

/// The leaves that the wings' ends cross: beyond the last that all lines of the leaf reach wholly, up to the
/// last that one of them reaches.
void VoigtGroup::add_ends(Leaf const& leaf, EndingLines lines, std::size_t offset, NodeTree& tree) const {
    Reach const& reach = leaf.reach;
    std::int64_t const leaves = tree.leaves();
    lines.ends = last_.data() + offset;
    std::int64_t const above = std::max(last_inside(reach.last_of_all, 0) + 1, std::int64_t{0});
    for (std::int64_t to = above; to <= std::min(reach.last_of_any >> 4, leaves - 1); ++to)
        add_wing_ends(lines, leaf.cell, to, true, tree.points() + to * leaf_points);
    lines.ends = first_.data() + offset;
    std::int64_t const below = std::min(first_inside(reach.first_of_all, 0) - 1, leaves - 1);
    for (std::int64_t to = std::max(reach.first_of_any >> 4, std::int64_t{0}); to <= below; ++to)
        add_wing_ends(lines, leaf.cell, to, false, tree.points() + to * leaf_points);
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
        if (scale_.node_level < 0 && start >= 0 && start + 3 * size <= sum.leaves() * leaf_points)
            prefetch(sum.points() + start, 3 * size);
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
