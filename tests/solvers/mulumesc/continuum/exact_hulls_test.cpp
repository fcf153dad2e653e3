// Hulls of 481 minerals in exact rational arithmetic, from the shared data.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/simd/targets.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/continuum/hull_reference.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

namespace fs = std::filesystem;

double mean_of(std::span<double const> ratio) {
    double sum = 0, count = 0;
    for (double const value : ratio)
        if (!std::isnan(value)) sum += value, ++count;
    return sum / count;
}

TEST(ExactHulls, OfMinerals) {
    auto const data = testing::shared_data("mulumesc");
    if (!fs::exists(data)) GTEST_SKIP() << "no " << data << ": set VESPA_SHARED_DATA";
    Reading reading;
    reading.missing.values = {0};
    auto const source = open_source(data / "usgs_min_sli/USGS_Mineral_Spectral_Library.sli", reading);
    auto const& axis = source->is().axis;
    auto const y = source->read(0, 481).reflectance;
    std::vector<double> ratio(y.size());
    remove_continuum<double>(axis, {}, {481, axis.channels(), y, {}}, ratio);
    std::ifstream table(data / "hull_reference/usgs_min_hull_vertices.csv");
    std::string line;
    std::getline(table, line);
    std::size_t rows = 0;
    for (; std::getline(table, line); ++rows) {
        std::replace(line.begin(), line.end(), ',', ' ');
        std::istringstream words(line);
        std::size_t index, valid, count;
        double mean;
        words >> index >> valid >> count >> mean;
        std::vector<std::size_t> vertices(count);
        for (auto& vertex : vertices)
            words >> vertex;
        std::span const spectrum(y.data() + index * axis.channels(), axis.channels());
        auto const channels = valid_channels(axis, spectrum);
        EXPECT_EQ(channels.size(), valid) << index;
        EXPECT_EQ(upper_hull(axis, spectrum, channels), vertices) << index;
        EXPECT_NEAR(mean_of(std::span(ratio).subspan(index * axis.channels(), axis.channels())), mean, 1e-13)
            << index;
    }
    EXPECT_EQ(rows, 481u);
}

}  // namespace
}  // namespace vespa::mulumesc
