// The shared table of values of ten minerals, with kernels and without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "mulumesc/crism/summary_parameters.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "mulumesc/ingest/text_lines.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

namespace fs = std::filesystem;

TEST(CrismParameters, AreThoseOfTheReference) {
    auto const data = testing::shared_data("mulumesc");
    if (!fs::exists(data)) GTEST_SKIP() << "no " << data << ": set VESPA_SHARED_DATA";
    auto const table =
        read_parameter_table(fs::path(VESPA_SOURCE_DIR "/inputs/mulumesc/crism_parameters.txt"));
    Reading reading;
    reading.missing.values = {0};
    auto const library = open_source(data / "usgs_min_sli/USGS_Mineral_Spectral_Library.sli", reading);
    auto const lines = read_lines(data / "crism_reference_values.csv");
    auto const head = parts_of(lines.front(), ',');
    std::vector<double> values(table.names.size());
    std::vector<std::uint8_t> flags(table.names.size());
    int compared = 0, none = 0;
    for (bool const uses_kernels : {false, true}) {
        SummaryParameters parameters(table, library->is().axis, uses_kernels);
        for (std::size_t c = 2; c < head.size(); ++c) {
            auto const row = static_cast<std::uint64_t>(std::stoul(std::string(head[c])));
            parameters(library->read(row, 1).reflectance, values, flags);
            for (std::size_t i = 1; i < lines.size(); ++i) {
                auto const fields = parts_of(lines[i], ',');
                if ((fields[1] == "1") != uses_kernels) continue;
                auto const found = std::find(table.names.begin(), table.names.end(), fields[0]);
                ASSERT_NE(found, table.names.end()) << fields[0];
                auto const p = static_cast<std::size_t>(found - table.names.begin());
                double const wanted = *number_or_nan(fields[c]);
                SCOPED_TRACE(std::string(fields[0]) + " of " + std::string(head[c]) + (uses_kernels ? " with kernels" : ""));
                if (std::isnan(wanted)) {
                    EXPECT_TRUE(std::isnan(values[p])) << values[p];
                    EXPECT_NE(flags[p] & (off_axis | no_measurement), 0);
                    ++none;
                } else {
                    // The table gives twelve digits.
                    EXPECT_NEAR(values[p], wanted, 1e-10 * std::max(1.0, std::abs(wanted)));
                    ++compared;
                }
            }
        }
    }
    EXPECT_GT(compared, 1200);
    EXPECT_GT(none, 10);
}

}  // namespace
}  // namespace vespa::mulumesc
