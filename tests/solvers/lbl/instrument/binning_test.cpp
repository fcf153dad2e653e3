#include "lbl/instrument/binning.hpp"

#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

TEST(Binning, IntegralsOfALinearSpectrumInBlocks) {
    SpectralGrid const grid{100, 0.01, 1000};
    std::vector<double> values;
    for (std::int64_t i = 0; i < grid.points; ++i)
        values.push_back(grid.at(i) - 100);
    std::vector<double> const edges{100, 101, 101.005, 104.5, 109.99};
    for (std::int64_t const block : {1000, 64, 7}) {
        std::vector<double> sum(4);
        for (std::int64_t from = 0; from < 1000; from += block) {
            auto const part = grid.part(from, std::min(block, 1000 - from));
            add_to_bins(part, std::span(values).subspan(std::size_t(from), std::size_t(part.points)), edges,
                        sum);
        }
        for (std::size_t b = 0; b < 4; ++b) {
            double const low = edges[b] - 100, high = edges[b + 1] - 100;
            // A point's value stands for its cell: the edges that cut a cell are off by step^2 / 8 of the
            // slope.
            EXPECT_NEAR(sum[b], (high * high - low * low) / 2, 2.6e-5) << b << ' ' << block;
        }
    }
}

TEST(Binning, MeansPerWavenumberAndPerWavelength) {
    std::vector<double> const micrometres{4, 5, 8};
    auto const edges = wavenumber_edges(micrometres);
    EXPECT_EQ(edges, (std::vector<double>{1250, 2000, 2500}));
    std::vector<double> const integral{15, 10};
    EXPECT_NEAR(mean_per_wavenumber(integral, edges)[0], 15.0 / 750, 1e-15);
    EXPECT_NEAR(mean_per_wavelength(integral, edges)[0], 15.0 / 3, 1e-14);  // 5 to 8 um
    EXPECT_NEAR(mean_per_wavelength(integral, edges)[1], 10.0 / 1, 1e-14);
}

TEST(Binning, RefusesEdgesThatCannotBe) {
    SpectralGrid const grid{100, 0.01, 1000};
    EXPECT_NO_THROW(check_bins(std::vector<double>{99.995, 109.995}, grid));
    EXPECT_THROW(check_bins(std::vector<double>{99.9, 105}, grid), BadInput);
    EXPECT_THROW(check_bins(std::vector<double>{100, 100}, grid), BadInput);
    EXPECT_THROW(check_bins(std::vector<double>{100}, grid), BadInput);
    EXPECT_THROW(wavenumber_edges(std::vector<double>{0, 1}), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
