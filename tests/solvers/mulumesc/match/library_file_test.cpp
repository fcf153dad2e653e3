// A library comes back from its file as it was, and a damaged file is told apart.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstring>

#include "core/record/file.hpp"
#include "mulumesc/match/library_file.hpp"

namespace vespa::mulumesc {
namespace {

namespace fs = std::filesystem;

class LibraryFile : public ::testing::Test {
  protected:
    fs::path const file_ = fs::temp_directory_path() / ("vespa-library-" + std::to_string(getpid()) + ".h5");
    ~LibraryFile() override { fs::remove(file_); }

    static Library made() {
        SpectralAxis axis;
        std::vector<double> y;
        for (int i = 0; i < 120; ++i)
            axis.wavelength.push_back(0.5 + 0.015 * i);
        axis.width.assign(120, 0.015);
        axis.good.assign(120, 1);
        axis.good[7] = 0;
        for (double const centre : {0.9, 1.4})
            for (double const x : axis.wavelength)
                y.push_back(0.4 * (1 - 0.3 * std::exp(-0.5 * std::pow((x - centre) / 0.08, 2))));
        y[3] = std::nan("");
        return extract_library("made", axis, {"one, of two", "zweite \xc3\xa4"}, y, {}, {});
    }

    void write(Library const& library) const {
        auto const alone = parallel::Communicator(MPI_COMM_WORLD);
        auto file = record::File::create(alone, file_, record::Overwrite::yes);
        write_library(alone, file.root(), library);
        file.commit();
    }
};

TEST_F(LibraryFile, ComesBack) {
    auto const library = made();
    write(library);
    auto const back = read_library(file_);
    EXPECT_EQ(back.title, library.title);
    EXPECT_EQ(back.method, library.method);
    EXPECT_EQ(back.names, library.names);
    EXPECT_EQ(back.axis.wavelength, library.axis.wavelength);
    EXPECT_EQ(back.axis.width, library.axis.width);
    EXPECT_EQ(back.axis.good, library.axis.good);
    EXPECT_EQ(back.first_band, library.first_band);
    for (std::size_t i = 0; i < library.reflectance.size(); ++i)
        EXPECT_TRUE(back.reflectance[i] == library.reflectance[i] || std::isnan(library.reflectance[i])) << i;
    ASSERT_EQ(back.bands.size(), library.bands.size());
    ASSERT_GE(back.bands.size(), 2u);
    for (std::size_t i = 0; i < back.bands.size(); ++i) {
        EXPECT_EQ(back.bands[i].centre, library.bands[i].centre);
        EXPECT_EQ(back.bands[i].continuum_slope, library.bands[i].continuum_slope);
        EXPECT_EQ(back.bands[i].area_error, library.bands[i].area_error);
        EXPECT_EQ(back.bands[i].flags, library.bands[i].flags);
        EXPECT_EQ(back.bands[i].range, library.bands[i].range);
    }
}

TEST_F(LibraryFile, RefusesWhatDoesNotFitTogether) {
    auto const refused = [&](auto change) {
        auto library = made();
        change(library);
        write(library);
        EXPECT_ANY_THROW(read_library(file_));
    };
    refused([](Library& l) { l.axis.wavelength[5] = l.axis.wavelength[4]; });
    refused([](Library& l) { l.axis.wavelength[0] = std::nan(""); });
    refused([](Library& l) { l.axis.good.pop_back(); });
    refused([](Library& l) { l.first_band[0] += 1; });
    refused([](Library& l) { l.bands.pop_back(); });
    refused([](Library& l) { l.bands[0].depth = 0; });
    refused([](Library& l) { l.bands[0].centre = std::nan(""); });
    refused([](Library& l) { l.bands[0].end = l.bands[0].start; });
    auto const alone = parallel::Communicator(MPI_COMM_WORLD);
    {
        auto file = record::File::create(alone, file_, record::Overwrite::yes);
        file.root().set("title", std::string("something else"));
        file.commit();
    }
    EXPECT_ANY_THROW(read_library(file_));
    fs::remove(file_);
    EXPECT_ANY_THROW(read_library(file_));
}

}  // namespace
}  // namespace vespa::mulumesc
