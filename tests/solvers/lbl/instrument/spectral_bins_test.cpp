#include "lbl/instrument/spectral_bins.hpp"

#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

TEST(SpectralBins, EdgesOfOneWidth) {
    EXPECT_EQ(edges_of_width(100, 101.75, 0.5), (std::vector<double>{100, 100.5, 101, 101.5}));
    EXPECT_EQ(edges_of_width(2140, 2180, 0.1).size(), 401U);  // 0.1 is no binary number
    EXPECT_THROW(edges_of_width(100, 101, 2), BadInput);
    EXPECT_THROW(edges_of_width(0, 101, 2), BadInput);
    EXPECT_THROW(edges_of_width(101, 101, 2), BadInput);
}

TEST(SpectralBins, EdgesOfOneResolvingPower) {
    auto const edges = edges_of_resolving_power(500, 1000, 40);
    EXPECT_EQ(edges.front(), 500);
    for (std::size_t b = 0; b + 1 < edges.size(); ++b)
        EXPECT_NEAR((edges[b] + edges[b + 1]) / 2 / (edges[b + 1] - edges[b]), 40, 1e-10);
    EXPECT_LE(edges.back(), 1000);
    EXPECT_GT(edges.back() * 81 / 79, 1000);
    EXPECT_THROW(edges_of_resolving_power(500, 501, 40), BadInput);
}

TEST(SpectralBins, EvenBinsHoldWholeCells) {
    std::vector<double> const edges{10, 12, 14, 16};
    auto const bins = points_in_bins(edges, true, 0.3, 1);
    EXPECT_EQ(bins.begin, (std::vector<std::int64_t>{0, 7, 14, 21}));
    EXPECT_DOUBLE_EQ(bins.grid.step, 2.0 / 7);
    EXPECT_DOUBLE_EQ(bins.grid.first, 10 + 1.0 / 7);
    EXPECT_EQ(bins.grid.points, 21);
    EXPECT_EQ(points_in_bins(edges, true, 0.2, 1).begin[1], 10);  // divides the width: not made smaller
}

TEST(SpectralBins, PointsLieInTheirBins) {
    auto const edges = edges_of_resolving_power(500, 520, 200);
    auto const bins = points_in_bins(edges, false, 0.03, 4);
    EXPECT_EQ(bins.grid.step, 0.03);
    for (std::size_t b = 0; b < bins.bins(); ++b) {
        EXPECT_GE(bins.grid.at(bins.begin[b]), edges[b]);
        EXPECT_LE(bins.grid.at(bins.begin[b + 1] - 1), edges[b + 1]);
        if (bins.begin[b] > 0) {
            EXPECT_LT(bins.grid.at(bins.begin[b] - 1), edges[b]);
        }
    }
    EXPECT_THROW(points_in_bins(edges, false, 0.03, 90), BadInput);
    EXPECT_THROW(points_in_bins(edges, false, 30, 1), BadInput);
}

TEST(SpectralBins, RunsHoldAsManyBinsAsFit) {
    BinnedGrid const bins{{10, 1, 12}, {0, 3, 5, 6, 11, 12}};
    EXPECT_EQ(runs_of_bins(bins, 5), (std::vector<std::int64_t>{0, 2, 3, 4}));
    EXPECT_EQ(runs_of_bins(bins, 1), (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(runs_of_bins(bins, 100), (std::vector<std::int64_t>{0}));
}

}  // namespace
}  // namespace vespa::lbl
