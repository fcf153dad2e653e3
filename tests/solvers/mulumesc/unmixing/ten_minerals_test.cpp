// Ten minerals of the USGS library, from the shared data, mixed and unmixed.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "mulumesc/unmixing/unmix.hpp"
#include "solvers/mulumesc/unmixing/mixtures.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

std::filesystem::path library() {
    return vespa::testing::shared_data("mulumesc/usgs_min_sli/USGS_Mineral_Spectral_Library.hdr");
}

/// The comma-separated entries of `key = { … }` in an ENVI header.
std::vector<std::string> entries(std::string const& header, std::string const& key) {
    std::size_t const begin = header.find('{', header.find("\n" + key + " =")), end = header.find('}', begin);
    std::istringstream text(header.substr(begin + 1, end - begin - 1));
    std::vector<std::string> found;
    for (std::string entry; std::getline(text, entry, ',');)
        found.push_back(entry);
    return found;
}

TEST(TenMinerals, AbundancesComeBackToEightThousandths) {
    if (!std::filesystem::exists(library())) GTEST_SKIP() << library() << " is not there";
    std::ifstream file(library());
    std::string const header{std::istreambuf_iterator<char>(file), {}};
    auto const names = entries(header, "spectra names"), wavelengths = entries(header, "wavelength");
    ASSERT_EQ(names.size(), 481u);
    ASSERT_EQ(wavelengths.size(), 420u);
    std::ifstream values(std::filesystem::path(library()).replace_extension(".sli"), std::ios::binary);
    std::vector<float> all(481 * 420);
    values.read(reinterpret_cast<char*>(all.data()),
                static_cast<std::streamsize>(all.size() * sizeof(float)));
    ASSERT_TRUE(values.good());

    std::array<char const*, 10> const wanted = {
        "Kaolinite KGa-1",   "Calcite WS272", "Gypsum SU2202",  "Olivine GDS70.d",  "Hypersthene PYX02.e",
        "Augite NMNH120049", "Alunite GDS84", "Hematite GDS27", "Muscovite GDS107", "Montmorillonite SWy-1"};
    testing::Mixtures set(10, 224, 0, 0, 1);
    set.endmembers.clear();
    for (char const* const name : wanted) {
        std::size_t row = 0;
        while (row < 481 && names[row].find(name) == std::string::npos)
            ++row;
        ASSERT_LT(row, 481u) << name;
        for (std::size_t c = 0, k = 0; c < 224; ++c) {
            double const w = set.axis.wavelength[c] = 0.45 + 2.05 * static_cast<double>(c) / 223;
            while (std::stod(wavelengths[k + 1]) < w)
                ++k;
            double const below = std::stod(wavelengths[k]), above = std::stod(wavelengths[k + 1]),
                         t = (w - below) / (above - below);
            set.endmembers.push_back((1 - t) * static_cast<double>(all[row * 420 + k]) +
                                     t * static_cast<double>(all[row * 420 + k + 1]));
        }
    }
    testing::Draws draws(1);
    set.count = 5000;
    for (std::size_t i = 0; i < set.count; ++i) {
        auto const x = draws.dirichlet(10, 0.4);
        set.truth.insert(set.truth.end(), x.begin(), x.end());
        for (std::size_t c = 0; c < 224; ++c) {
            double r = 0;
            for (std::size_t e = 0; e < 10; ++e)
                r += x[e] * set.endmembers[e * 224 + c];
            set.reflectance.push_back(r * (1 + 0.01 * draws.normal()));
        }
    }
    auto const fits = unmix(set.axis, set.spectra(), set.library());
    double squares = 0;
    for (std::size_t j = 0; j < set.truth.size(); ++j)
        squares += std::pow(fits.values[j] - set.truth[j], 2);
    double const rmse = std::sqrt(squares / static_cast<double>(set.truth.size()));
    RecordProperty("rmse", std::to_string(rmse));
    EXPECT_LE(rmse, 0.0082);
    EXPECT_GE(rmse, 0.006);  // the noise sees to that
}

}  // namespace
}  // namespace vespa::mulumesc
