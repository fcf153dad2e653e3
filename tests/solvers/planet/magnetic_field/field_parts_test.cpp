// A field's fit shared by ranks: the same bits as by one, whatever each keeps of it.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/parallel/reductions.hpp"
#include "planet/magnetic_field/field_fit.hpp"
#include "planet/magnetic_field/gridded_field.hpp"
#include "planet/magnetic_field/shared_field_fit.hpp"
#include "support/ranks.hpp"

namespace vespa::planet {
namespace {

using parallel::Range;
using vespa::testing::ranks;

constexpr double infinite = std::numeric_limits<double>::infinity();

GridNodes box(std::array<std::uint64_t, 3> const& counts) {
    GridNodes nodes;
    for (std::size_t a = 0; a < 3; ++a)
        nodes.axes[a] = {-1.0 - static_cast<double>(a), 2.0 / static_cast<double>(counts[a] - 1), counts[a]};
    return nodes;
}

/// Any numbers: not free of divergence, so that much is taken away.
double value(std::size_t component, std::array<std::uint64_t, 3> const& i) {
    double const at = static_cast<double>(i[0] + 3 * i[1] + 7 * i[2]) + 11 * static_cast<double>(component);
    return 1e-6 * (1 + std::sin(0.37 * at) + 0.1 * static_cast<double>(i[component]));
}

void fill(GridNodes const& nodes, Range planes, double* values) {
    for (std::size_t c = 0; c < 3; ++c) {
        auto const layout = component_layout(nodes, c);
        std::array<std::uint64_t, 3> i{};
        for (i[2] = planes.first; i[2] < planes.last; ++i[2])
            for (i[1] = 0; i[1] < nodes.axes[1].count; ++i[1])
                for (i[0] = 0; i[0] < nodes.axes[0].count; ++i[0])
                    values[layout.place(i)] = value(c, i);
    }
}

struct Fitted {
    std::vector<double> coefficients;
    double correction;
};

Fitted by_one(GridNodes const& nodes) {
    Fitted fitted{std::vector<double>(field_coefficients(nodes)), 0};
    fill(nodes, {0, nodes.axes[2].count}, fitted.coefficients.data());
    fitted.correction = fit_field_in_place(nodes, fitted.coefficients.data());
    return fitted;
}

/// This rank's part of the box when it is cut across some axes.
GridBox part(GridNodes const& nodes, std::vector<std::size_t> const& axes) {
    GridBox out{{-infinite, -infinite, -infinite}, {infinite, infinite, infinite}};
    for (auto const a : axes) {
        auto const& axis = nodes.axes[a];
        double const length = (axis.last() - axis.first) / ranks().size();
        out.lower[a] = axis.first + length * ranks().rank();
        out.upper[a] = out.lower[a] + length;
    }
    return out;
}

/// How many of the wanted coefficients differ from those of the fit by one.
std::uint64_t differences(GridNodes const& nodes, std::span<double const> values, Fitted const& whole,
                          std::vector<GridBox> const& boxes) {
    std::uint64_t different = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        for (auto const& range : coefficients_of(nodes, component_layout(nodes, c), boxes)) {
            for (auto i = range.first; i < range.last; ++i)
                different += values[i] != whole.coefficients[i];
        }
    }
    return different;
}

TEST(FieldFit, SharedByTheRanksOfANodeItHasTheSameBits) {
    auto const nodes = box({13, 11, 17});
    auto const whole = by_one(nodes);
    parallel::NodeArray array(ranks(), field_coefficients(nodes));
    if (ranks().is_root()) fill(nodes, {0, nodes.axes[2].count}, array.values().data());
    double const correction = fit_field_in_shares(ranks(), nodes, array);
    array.spread();
    EXPECT_EQ(correction, whole.correction);
    EXPECT_GT(correction, 0.01);
    EXPECT_TRUE(std::equal(whole.coefficients.begin(), whole.coefficients.end(), array.values().begin()));
}

TEST(FieldFit, InPartsItHasTheSameBits) {
    std::array<std::uint64_t, 3> const sizes[] = {{13, 11, 17}, {6, 6, 6}, {30, 7, 6}};
    std::vector<std::size_t> const cuts[] = {{2}, {1, 2}, {0}, {}};
    for (auto const& counts : sizes) {
        auto const nodes = box(counts);
        auto const whole = by_one(nodes);
        for (auto const& cut : cuts) {
            std::vector<GridBox> const boxes{part(nodes, cut)};
            parallel::PartArray array(field_coefficients(nodes));
            fill(nodes, planes_of(nodes, ranks().rank(), ranks().size()), array.values().data());
            double const correction = fit_field_in_parts(ranks(), nodes, array, boxes);
            EXPECT_EQ(correction, whole.correction);
            EXPECT_EQ(differences(nodes, array.values(), whole, boxes), 0u);
        }
    }
}

TEST(FieldFit, ARankMayWantNothing) {
    auto const nodes = box({13, 11, 17});
    auto const whole = by_one(nodes);
    std::vector<GridBox> boxes;
    bool const wants = ranks().rank() == ranks().size() - 1;
    if (wants) boxes = {part(nodes, {2}), part(nodes, {1})};
    parallel::PartArray array(field_coefficients(nodes));
    fill(nodes, planes_of(nodes, ranks().rank(), ranks().size()), array.values().data());
    fit_field_in_parts(ranks(), nodes, array, boxes);
    EXPECT_EQ(differences(nodes, array.values(), whole, boxes), 0u);
    if (!wants) {
        EXPECT_LT(array.resident_bytes(), 2u * 4096);
    }
}

TEST(FieldFit, MemoryFallsWithTheRanks) {
    auto const nodes = box({70, 60, 90});
    auto const share = 8.0 * static_cast<double>(field_coefficients(nodes)) / ranks().size();
    for (std::size_t const axis : {std::size_t{1}, std::size_t{2}}) {
        parallel::PartArray array(field_coefficients(nodes));
        fill(nodes, planes_of(nodes, ranks().rank(), ranks().size()), array.values().data());
        fit_field_in_parts(ranks(), nodes, array, {part(nodes, {axis})});
        // cells need some coefficients beyond them, and a page may hold others'
        double const cells = static_cast<double>(nodes.axes[axis].count) / ranks().size();
        EXPECT_LT(static_cast<double>(array.resident_bytes()), share * (1 + 14 / cells));
    }
}

}  // namespace
}  // namespace vespa::planet
