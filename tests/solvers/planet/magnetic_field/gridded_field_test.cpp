// Fields on grids: lanes against the twin, divergence, order, what lies outside, what is refused.
#include "planet/magnetic_field/gridded_field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "planet/magnetic_field/gridded_field_reference.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"

namespace vespa::planet {
namespace {

using Vector = std::array<double, 3>;

constexpr double radius = 7e7;

/// A tilted dipole of 4e-4 T at one radius, its centre beside the box.
Vector dipole(Vector const& at) {
    Vector const m{1e-4, -2e-4, 3.3e-4};
    double const x = at[0] / radius + 2.5, y = at[1] / radius + 0.3, z = at[2] / radius;
    double const r2 = x * x + y * y + z * z, along = 3 * (m[0] * x + m[1] * y + m[2] * z) / r2;
    double const cube = r2 * std::sqrt(r2);
    return {(along * x - m[0]) / cube, (along * y - m[1]) / cube, (along * z - m[2]) / cube};
}

/// n nodes along x, fewer along the others.
GridNodes box(std::uint64_t n) {
    auto const axis = [](double half, std::uint64_t count) {
        return GridAxis{-half, 2 * half / static_cast<double>(count - 1), count};
    };
    return {GridFrame::cartesian, {axis(radius, n), axis(0.8 * radius, n - 1), axis(1.1 * radius, n - 2)}};
}

GriddedField gridded(GridNodes const& nodes, std::function<Vector(Vector const&)> const& b) {
    std::array<std::vector<double>, 3> values;
    auto const at = [](GridAxis const& axis, std::uint64_t i) {
        return axis.first + axis.step * static_cast<double>(i);
    };
    for (std::uint64_t k = 0; k < nodes.axes[2].count; ++k)
        for (std::uint64_t j = 0; j < nodes.axes[1].count; ++j)
            for (std::uint64_t i = 0; i < nodes.axes[0].count; ++i) {
                auto const v = b({at(nodes.axes[0], i), at(nodes.axes[1], j), at(nodes.axes[2], k)});
                for (std::size_t c = 0; c < 3; ++c)
                    values[c].push_back(v[c]);
            }
    return fit_field(nodes, {values[0], values[1], values[2]});
}

std::vector<Vector> points(std::size_t count, double reach = 1) {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> part(-reach, reach);
    std::vector<Vector> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({radius * part(random), 0.8 * radius * part(random), 1.1 * radius * part(random)});
    return out;
}

double length(Vector const& v) {
    return std::hypot(v[0], v[1], v[2]);
}

/// |div B| × a cell / |B|, the worst of many points.
double worst_divergence(GriddedField const& field) {
    double worst = 0;
    for (auto const& at : points(3000, 1.05)) {
        auto const sample = reference_field(field, at);
        auto const& g = sample.gradient;
        worst = std::max(worst,
                         std::abs(g[0][0] + g[1][1] + g[2][2]) * field.nodes.axes[0].step / length(sample.b));
    }
    return worst;
}

class GriddedFieldLanes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(EveryInstructionSet, GriddedFieldLanes,
                         ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& target) { return target.param; });

/// All outputs of the batch at some points, [output][point]; outputs as in FieldArrays.
std::vector<std::vector<double>> batch(MagneticField const& field, std::vector<Vector> const& at) {
    std::vector<std::vector<double>> out(15, std::vector<double>(at.size()));
    std::vector<double> x, y, z;
    for (auto const& p : at) {
        x.push_back(p[0]);
        y.push_back(p[1]);
        z.push_back(p[2]);
    }
    field.evaluate({x, y, z}, FieldArrays{{out[0], out[1], out[2]},
                                          {out[3], out[4], out[5]},
                                          {out[6], out[7], out[8]},
                                          {out[9], out[10], out[11]}});
    field.evaluate({x, y, z}, VectorArrays{out[12], out[13], out[14]});
    return out;
}

TEST_P(GriddedFieldLanes, AgreeWithTheScalarTwin) {
    auto const grid = gridded(box(12), dipole);
    MagneticFieldParts parts;
    parts.grids.push_back(grid);
    MagneticField const field(parts);
    auto at = points(301, 1.4);
    at[7][1] = std::numeric_limits<double>::quiet_NaN();
    auto const out = batch(field, at);
    std::size_t inside = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        auto const twin = reference_field(grid, at[i]);
        double const size = length(twin.b);
        if (std::isnan(size)) {
            for (auto const& values : out)
                EXPECT_TRUE(std::isnan(values[i])) << i;
            continue;
        }
        ++inside;
        for (std::size_t c = 0; c < 3; ++c) {
            EXPECT_NEAR(out[c][i], twin.b[c], 1e-12 * size) << i;
            EXPECT_EQ(out[12 + c][i], out[c][i]) << i;
            for (std::size_t a = 0; a < 3; ++a)
                EXPECT_NEAR(out[3 + 3 * a + c][i], twin.gradient[a][c], 1e-11 * size / radius) << i;
        }
        auto const alone = batch(field, {at[i]});
        EXPECT_EQ(alone[4][0], out[4][i]);
    }
    EXPECT_GT(inside, 100u);
    EXPECT_LT(inside, 300u);
}

TEST(GriddedField, IsFreeOfDivergence) {
    EXPECT_LT(worst_divergence(gridded(box(17), dipole)), 1e-12);
    // Also where the numbers given are not.
    auto const source = [](Vector const& at) {
        return Vector{1e-6 + 1e-6 * at[0] / radius, 2e-6 * std::sin(at[1] / radius), 1e-6};
    };
    auto const field = gridded(box(17), source);
    EXPECT_LT(worst_divergence(field), 1e-12);
    EXPECT_GT(field.correction, 0.05);
}

TEST(GriddedField, TheGradientIsThatOfTheField) {
    auto const field = gridded(box(12), dipole);
    double const h = 1e-5 * radius;
    for (auto const& at : points(50, 0.98)) {
        auto const sample = reference_field(field, at);
        for (std::size_t a = 0; a < 3; ++a) {
            auto low = at, high = at;
            low[a] -= h;
            high[a] += h;
            for (std::size_t c = 0; c < 3; ++c) {
                double const quotient =
                    (reference_field(field, high).b[c] - reference_field(field, low).b[c]) / (2 * h);
                EXPECT_NEAR(sample.gradient[a][c], quotient, 1e-8 * length(sample.b) / radius);
            }
        }
    }
}

TEST(GriddedField, ConvergesAtTheSplinesOrderAndTheCorrectionVanishes) {
    struct Error {
        double b = 0, gradient = 0, correction = 0;
    };
    auto const error = [](std::uint64_t n) {
        auto const field = gridded(box(n), dipole);
        Error worst{0, 0, field.correction};
        double const h = 1e-4 * radius;
        for (auto const& at : points(2000)) {
            auto const exact = dipole(at);
            auto const sample = reference_field(field, at);
            auto const low = dipole({at[0], at[1] - h, at[2]}), high = dipole({at[0], at[1] + h, at[2]});
            for (std::size_t c = 0; c < 3; ++c) {
                worst.b = std::max(worst.b, std::abs(sample.b[c] - exact[c]) / length(exact));
                worst.gradient =
                    std::max(worst.gradient, std::abs(sample.gradient[1][c] - (high[c] - low[c]) / (2 * h)) *
                                                 radius / length(exact));
            }
        }
        return worst;
    };
    auto const coarse = error(26), fine = error(50);
    EXPECT_GT(std::log2(coarse.b / fine.b), 3.6);
    EXPECT_GT(std::log2(coarse.gradient / fine.gradient), 2.6);
    EXPECT_GT(std::log2(coarse.correction / fine.correction), 3.5);
    EXPECT_LT(fine.b, 1e-4);
}

TEST(GriddedField, AUniformAndALinearFieldAreExact) {
    auto const linear = [](Vector const& at) {
        return Vector{1e-6 + 2e-6 * at[1] / radius + 1e-6 * at[0] / radius, -3e-6 * at[2] / radius,
                      -1e-6 * at[2] / radius};
    };
    auto const field = gridded(box(9), linear);
    EXPECT_LT(field.correction, 1e-13);
    for (auto const& at : points(200)) {
        auto const sample = reference_field(field, at);
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_NEAR(sample.b[c], linear(at)[c], 1e-18);
    }
}

TEST(GriddedField, GridsThatCannotBeAreRefused) {
    auto few = box(12);
    few.axes[2].count = 5;
    EXPECT_THROW(check_field_nodes(few, "file.h5"), BadInput);
    auto round = box(12);
    round.frame = GridFrame::spherical;
    EXPECT_THROW(check_field_nodes(round, "file.h5"), BadInput);
    EXPECT_NO_THROW(check_field_nodes(box(12), "file.h5"));
}

}  // namespace
}  // namespace vespa::planet
