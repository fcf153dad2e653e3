// FITS tables and images, written by CFITSIO.
#include <fitsio.h>

#include <cmath>

#include "mulumesc/ingest/open_source.hpp"
#include "scratch.hpp"

namespace vespa::mulumesc {
namespace {

using testing::refusal;

class Fits : public testing::Scratch {
  protected:
    std::filesystem::path const path_ = folder_ / "spectra.fits";
    fitsfile* file_ = nullptr;
    int status_ = 0;

    void begin() {
        std::filesystem::remove(path_);
        fits_create_diskfile(&file_, path_.c_str(), &status_);
    }
    void end() {
        fits_close_file(file_, &status_);
        ASSERT_EQ(status_, 0);
    }
    void begin_table(std::vector<std::array<char const*, 3>> const& columns, int kind = BINARY_TBL) {
        std::vector<char*> parts[3];
        for (auto const& column : columns)
            for (std::size_t k = 0; k < 3; ++k)
                parts[k].push_back(const_cast<char*>(column[k]));
        fits_create_tbl(file_, kind, 0, static_cast<int>(columns.size()), parts[0].data(), parts[1].data(),
                        parts[2].data(), "spectra", &status_);
    }
    void column(int number, std::vector<double> values) {
        double missing = -1;
        fits_write_colnull(file_, TDOUBLE, number, 1, 1, static_cast<LONGLONG>(values.size()), values.data(),
                           &missing, &status_);
    }
};

TEST_F(Fits, TableOfColumns) {
    for (int const kind : {BINARY_TBL, ASCII_TBL}) {
        begin();
        if (kind == BINARY_TBL) {
            begin_table({{"WAVE", "D", "um"}, {"R", "E", ""}, {"R_ERR", "E", ""}});
        } else {
            begin_table({{"WAVE", "F10.4", "um"}, {"R", "F10.4", ""}, {"R_ERR", "F10.4", ""}}, kind);
        }
        column(1, {0.5, 0.6, 0.7});
        column(2, {0.25, 0.5, 0.75});
        column(3, {0.5, 0.25, 0.125});
        end();
        auto const source = open_source(path_, {});
        EXPECT_EQ(source->is().format, "FITS table");
        EXPECT_NEAR(source->is().axis.wavelength[1], 0.6, 1e-12);
        EXPECT_EQ(source->read(0, 1).reflectance, (std::vector<double>{0.25, 0.5, 0.75}));
        EXPECT_EQ(source->read(0, 1).noise, (std::vector<double>{0.5, 0.25, 0.125}));
    }
}

TEST_F(Fits, TableOfArrays) {
    begin();
    begin_table({{"NAME", "8A", ""}, {"WAVELENGTH", "3D", "Angstrom"}, {"Y", "PE(3)", ""}});
    column(2, {5000, 6000, 7000, 5000, 6000, 7000});
    for (int row = 1; row <= 2; ++row) {
        float values[] = {0.25f * static_cast<float>(row), 0.5f, 1};
        fits_write_col(file_, TFLOAT, 3, row, 1, 3, values, &status_);
    }
    char one[] = "one", two[] = "two";
    char* names[] = {one, two};
    fits_write_col(file_, TSTRING, 1, 1, 1, 2, names, &status_);
    end();
    auto const source = open_source(path_, {});
    EXPECT_EQ(source->is().names, (std::vector<std::string>{"one", "two"}));
    EXPECT_NEAR(source->is().axis.wavelength[2], 0.7, 1e-12);
    EXPECT_EQ(source->read(1, 1).reflectance, (std::vector<double>{0.5, 0.5, 1}));
}

TEST_F(Fits, ImageWithAnAxis) {
    begin();
    long extents[] = {4, 2};
    fits_create_img(file_, SHORT_IMG, 2, extents, &status_);
    double first = 700, step = -100, pixel = 1, scale = 0.5;
    char unit[] = "nm";
    fits_write_key(file_, TDOUBLE, "CRVAL1", &first, nullptr, &status_);
    fits_write_key(file_, TDOUBLE, "CDELT1", &step, nullptr, &status_);
    fits_write_key(file_, TDOUBLE, "CRPIX1", &pixel, nullptr, &status_);
    fits_write_key(file_, TSTRING, "CUNIT1", unit, nullptr, &status_);
    fits_write_key(file_, TDOUBLE, "BSCALE", &scale, nullptr, &status_);
    int blank = -1;
    fits_write_key(file_, TINT, "BLANK", &blank, nullptr, &status_);
    fits_set_bscale(file_, 1, 0, &status_);
    short pixels[] = {1, 2, 3, 4, 5, 6, -1, 8};
    fits_write_img(file_, TSHORT, 1, 8, pixels, &status_);
    end();
    auto const source = open_source(path_, {});
    EXPECT_EQ(source->is().count, 2u);
    EXPECT_EQ(source->is().axis.wavelength, (std::vector<double>{0.4, 0.5, 0.6, 0.7}));
    EXPECT_EQ(source->read(0, 1).reflectance, (std::vector<double>{2, 1.5, 1, 0.5}));
    EXPECT_TRUE(std::isnan(source->read(1, 1).reflectance[1]));
}

TEST_F(Fits, SaysWhatIsWrong) {
    auto const says = [&](std::string const& part) {
        auto const said = refusal([&] { open_source(path_, {}); });
        EXPECT_NE(said.find(part), std::string::npos) << "said: " << said;
    };
    write("spectra.fits", "SIMPLE  = and nothing more");
    says("spectra.fits");
    begin();
    fits_create_img(file_, BYTE_IMG, 0, nullptr, &status_);
    end();
    says("neither a table");
    begin();
    long extents[] = {4};
    fits_create_img(file_, SHORT_IMG, 1, extents, &status_);
    end();
    says("without CRVAL1");
    begin();
    begin_table({{"WAVE", "D", "parsec"}, {"R", "E", ""}});
    column(1, {0.5, 0.6});
    column(2, {0.25, 0.5});
    end();
    says("its unit is \"parsec\"");
}

// Cut short, and each card of the header damaged: read or refused.
TEST_F(Fits, DamagedFilesAreReadOrRefused) {
    begin();
    begin_table({{"WAVE", "D", "um"}, {"R", "E", ""}});
    column(1, {0.5, 0.6, 0.7});
    column(2, {0.25, 0.5, 0.75});
    end();
    std::ifstream stream(path_, std::ios::binary);
    std::string const whole{std::istreambuf_iterator<char>(stream), {}};
    int refused = 0;
    auto const try_it = [&](std::string const& bytes) {
        write("spectra.fits", bytes);
        refused += !refusal([&] { open_source(path_, {})->read(0, 1); }).empty();
    };
    for (std::size_t length = 10; length < whole.size(); length += 97)
        try_it(whole.substr(0, length));
    for (std::size_t card = 2880; card < 2880 + 20 * 80; card += 40) {
        auto bytes = whole;
        bytes.replace(card, 30, "9999999999 / 'x              ");
        try_it(bytes);
    }
    EXPECT_GT(refused, 60);
}

}  // namespace
}  // namespace vespa::mulumesc
