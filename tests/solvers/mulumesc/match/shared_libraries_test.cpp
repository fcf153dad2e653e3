// Spectra with noise find themselves and their kin, in the shared libraries of the USGS and of RELAB.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>

#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "mulumesc/ingest/noise.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "mulumesc/ingest/text_lines.hpp"
#include "mulumesc/match/matcher.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

namespace fs = std::filesystem;

class SharedLibraries : public ::testing::Test {
  protected:
    fs::path data_;
    void SetUp() override {
        data_ = testing::shared_data("mulumesc");
        if (!fs::exists(data_)) GTEST_SKIP() << "no " << data_ << ": set VESPA_SHARED_DATA";
    }

    static Library library_of(fs::path const& file, Reading const& reading) {
        auto const source = open_source(file, reading);
        auto const& is = source->is();
        auto names = is.names;
        for (auto i = names.size(); i < is.count; ++i)
            names.push_back(std::to_string(i));
        return extract_library(file.filename().string(), is.axis, names,
                               source->read(0, is.count).reflectance, {}, {});
    }

    Library minerals() const {
        Reading reading;
        reading.missing.values = {0};
        return library_of(data_ / "usgs_min_sli/USGS_Mineral_Spectral_Library.sli", reading);
    }
};

/// The bands of spectra, as a run finds them.
struct Searched {
    std::vector<std::uint64_t> counts;
    std::vector<Band> bands;
};
Searched searched(SpectralAxis const& axis, std::vector<double> const& y) {
    auto const n = axis.channels(), count = y.size() / n;
    std::vector<double> ratio(y.size());
    remove_continuum<double>(axis, {}, {count, n, y, {}}, ratio);
    BandFinder finder(axis, {});
    Searched out;
    for (std::size_t i = 0; i < count; ++i) {
        auto const row = [&](std::vector<double> const& all) {
            return std::span<double const>(all).subspan(i * n, n);
        };
        auto const found =
            finder.find<double>(row(y), row(ratio), std::vector<double>(n, noise_of(axis, row(y))));
        out.counts.push_back(found.size());
        out.bands.insert(out.bands.end(), found.begin(), found.end());
    }
    return out;
}

/// "kaolini1.spc Kaolinite KGa-1 (wxyl)" is of the kaolinites.
std::string kind_of(std::string const& name) {
    auto const rest = name.substr(name.find(' ') + 1);
    return rest.substr(0, rest.find_first_of(" +_"));
}

/// All measures of all entries, [spectrum][entry].
std::vector<Match> compared(Library const& library, std::vector<double> const& y, Searched const& found) {
    MatchOptions options;
    options.top = library.entries();
    auto const n = library.axis.channels();
    auto const matches =
        Matcher(library, library.axis, options)({y.size() / n, n, y, {}}, found.counts, found.bands);
    auto by_entry = matches;
    for (std::size_t i = 0; i < matches.size(); ++i)
        by_entry[i / options.top * options.top + matches[i].entry] = matches[i];
    return by_entry;
}

TEST_F(SharedLibraries, SpectraWithNoiseFindThemselves) {
    auto const library = minerals();
    auto const count = library.entries();
    ASSERT_EQ(count, 481u);
    std::mt19937_64 random(11);
    std::normal_distribution<double> normal;
    auto y = library.reflectance;
    for (double& value : y)  // another brightness, and 1 % of noise
        value *= 0.7 * (1 + 0.01 * normal(random));
    auto const matches = compared(library, y, searched(library.axis, y));
    std::array<int, 3> first{}, among_ten{};
    int with_bands = 0;
    for (std::size_t i = 0; i < count; ++i) {
        double deepest = 0;
        for (auto const& band : library.bands_of(i))
            deepest = std::max(deepest, band.depth);
        if (deepest < 0.1) continue;  // little above the noise
        ++with_bands;
        for (std::size_t m = 0; m < 3; ++m) {
            auto const rank = matches[i * count + i].rank[m];
            first[m] += rank == 1;
            among_ten[m] += rank >= 1 && rank <= 10;
        }
    }
    auto const part = [&](int number) { return static_cast<double>(number) / with_bands; };
    for (std::size_t m = 0; m < 3; ++m) {
        RecordProperty("first_" + std::to_string(m), std::to_string(part(first[m])));
        RecordProperty("among_ten_" + std::to_string(m), std::to_string(part(among_ten[m])));
    }
    RecordProperty("with_bands", with_bands);
    EXPECT_GT(with_bands, 350);
    EXPECT_GE(part(first[0]), 0.60);
    EXPECT_GE(part(first[1]), 0.80);
    EXPECT_GE(part(first[2]), 0.99);
    EXPECT_GE(part(among_ten[0]), 0.85);
    EXPECT_GE(part(among_ten[1]), 0.95);
}

/// Of spectra with others of their kind: how often the nearest other one of known kind is of it, in each
/// measure.
struct Kinship {
    std::array<double, 3> part{};
    double by_chance = 0;
    int number = 0;
};
Kinship kinship_of(Library const& library, std::vector<std::string> const& kinds) {
    auto const count = library.entries();
    Searched own;
    own.bands = library.bands;
    std::map<std::string, int> samples;
    for (std::size_t i = 0; i < count; ++i) {
        own.counts.push_back(library.bands_of(i).size());
        ++samples[kinds[i]];
    }
    auto const matches = compared(library, library.reflectance, own);
    auto const known = count - static_cast<std::size_t>(std::count(kinds.begin(), kinds.end(), ""));
    Kinship kinship;
    for (std::size_t i = 0; i < count; ++i) {
        if (kinds[i].empty() || samples[kinds[i]] < 3) continue;
        ++kinship.number;
        kinship.by_chance += static_cast<double>(samples[kinds[i]] - 1) / static_cast<double>(known - 1);
        for (std::size_t m = 0; m < 3; ++m) {
            std::size_t nearest = i;
            for (std::size_t e = 0; e < count; ++e) {
                auto const rank = matches[i * count + e].rank[m];
                if (e == i || rank == 0 || kinds[e].empty()) continue;
                if (nearest == i || rank < matches[i * count + nearest].rank[m]) nearest = e;
            }
            kinship.part[m] += nearest != i && kinds[nearest] == kinds[i];
        }
    }
    for (double& part : kinship.part)
        part /= kinship.number;
    kinship.by_chance /= kinship.number;
    return kinship;
}

void report(Kinship const& kinship) {
    for (std::size_t m = 0; m < 3; ++m)
        ::testing::Test::RecordProperty("kin_" + std::to_string(m), std::to_string(kinship.part[m]));
    ::testing::Test::RecordProperty("by_chance", std::to_string(kinship.by_chance));
    ::testing::Test::RecordProperty("with_kin", kinship.number);
}

// Minerals of which there are several samples.
TEST_F(SharedLibraries, MineralsFindTheirKin) {
    auto const library = minerals();
    std::vector<std::string> kinds;
    for (auto const& name : library.names)
        kinds.push_back(kind_of(name));
    auto const kinship = kinship_of(library, kinds);
    report(kinship);
    EXPECT_GE(kinship.number, 150);
    EXPECT_LT(kinship.by_chance, 0.05);
    EXPECT_GE(kinship.part[0], 0.40);
    EXPECT_GE(kinship.part[1], 0.55);
    EXPECT_GE(kinship.part[2], 0.40);
}

// Orthopyroxenes, clinopyroxenes, olivines and plagioclases of more than 95 % by volume.
TEST_F(SharedLibraries, MaficMineralsFindTheirKin) {
    Reading reading;
    reading.reflectance_dataset = "spectra";
    auto const library = library_of(data_ / "relab_minerals/relab_minerals.h5", reading);
    std::vector<std::string> kinds(library.entries());
    auto const lines = read_lines(data_ / "relab_minerals/relab_labels.csv");
    auto const names = parts_of(lines.front(), ',');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto const fields = parts_of(lines[i], ',');
        if (fields.size() != names.size()) continue;  // a comma within quotes
        for (std::size_t c = 0; c < names.size(); ++c) {
            auto const part = to_number(fields[c]);
            if (names[c].ends_with("_vol") && part && *part > 0.95)
                kinds[static_cast<std::size_t>(*to_number(fields[0]))] = names[c];
        }
    }
    auto const kinship = kinship_of(library, kinds);
    report(kinship);
    EXPECT_GE(kinship.number, 150);
    for (double const part : kinship.part)
        EXPECT_GE(part, 0.5);
}

}  // namespace
}  // namespace vespa::mulumesc
