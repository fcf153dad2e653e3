// Samples of real files, from the shared data.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "mulumesc/ingest/open_source.hpp"
#include "support/shared_data.hpp"

namespace vespa::mulumesc {
namespace {

namespace fs = std::filesystem;

class Samples : public ::testing::Test {
  protected:
    fs::path data_;
    void SetUp() override {
        data_ = testing::shared_data("mulumesc");
        if (!fs::exists(data_)) GTEST_SKIP() << "no " << data_ << ": set VESPA_SHARED_DATA";
    }
};

TEST_F(Samples, EnviMatrix) {
    int count = 0;
    for (auto const& entry : fs::directory_iterator(data_ / "formats/envi_matrix")) {
        if (entry.path().extension() != ".hdr") continue;
        ++count;
        SCOPED_TRACE(entry.path().filename().string());
        Reading reading;
        reading.scale = 1;
        auto const source = open_source(entry.path(), reading);
        bool const is_real = entry.path().filename().string().find("t04") == 0 ||
                             entry.path().filename().string().find("t05") == 0;
        auto const values = source->read(0, 12).reflectance;
        EXPECT_NEAR(source->is().axis.wavelength[1], 1.0105, 1e-6);
        for (std::size_t i = 0; i < 60; ++i) {
            double const stored =
                static_cast<double>((7 * (i / 20) + 3 * (i / 5 % 4) + 11 * (i % 5) + 1) % 120);
            bool const is_fill = std::isnan(values[i]);
            EXPECT_TRUE(is_fill || values[i] == (is_real ? stored / 8 : stored)) << i;
            EXPECT_TRUE(!is_fill || (is_real ? stored / 8 : stored) == 1) << i;
        }
    }
    EXPECT_EQ(count, 18);
}

TEST_F(Samples, Libraries) {
    auto const usgs = open_source(data_ / "usgs_min_sli/USGS_Mineral_Spectral_Library.sli", {});
    EXPECT_EQ(usgs->is().count, 481u);
    EXPECT_NE(usgs->is().names.at(233).find("Kaolinite KGa-1"), std::string::npos);
    auto const splib = open_source(data_ / "splib06_av18/s06av18a_envi.hdr", {});
    EXPECT_EQ(splib->is().count, 1367u);
    std::size_t missing = 0;
    for (double const value : splib->read(0, 1367).reflectance)
        missing += std::isnan(value);
    EXPECT_EQ(missing, 49805u);
    bool stepped = false;
    for (auto const& note : splib->is().notes)
        stepped = stepped || note.find("step back") != std::string::npos;
    EXPECT_TRUE(stepped);
}

TEST_F(Samples, Cubes) {
    auto const moon = open_source(data_ / "cubes/m3_aristarchus.hdr", {});
    for (double const value : moon->read(0, 2500).reflectance)
        ASSERT_TRUE(value > 0.03 && value < 0.41);
    EXPECT_ANY_THROW(open_source(data_ / "cubes/crism_frt0000932c_mtrdr.hdr", {}));  // it has no wavelengths
    auto const crop = data_ / "formats/EMIT_L2A_RFL_001_20241006T165148_2428011_003_crop.nc";
    EXPECT_ANY_THROW(open_source(crop, {}));  // its axis holds zeros
    auto const axis = fs::temp_directory_path() / "vespa-mulumesc-axis.txt";
    std::ofstream(axis) << "nm\n640\n550\n460\n";
    Reading reading;
    reading.wavelength_file = axis;
    auto const earth = open_source(crop, reading);
    fs::remove(axis);
    EXPECT_EQ(earth->is().count, 1024u);
    EXPECT_EQ(earth->is().axis.channels(), 3u);
}

TEST_F(Samples, Texts) {
    auto const asc = open_source(data_ / "formats/relab_bkr1mm074ws.asc", {});
    EXPECT_EQ(asc->is().axis.channels(), 2822u);
    auto const txt = open_source(data_ / "formats/relab_bkr1mm074ws.txt", {});
    ASSERT_EQ(txt->is().axis.channels(), 2822u);
    EXPECT_NEAR(txt->is().axis.wavelength[7], asc->is().axis.wavelength[7], 1e-12);
    EXPECT_EQ(txt->read(0, 1).reflectance, asc->read(0, 1).reflectance);
    auto const concrete = open_source(data_ / "formats/ecostress/a.spectrum.txt", {});
    EXPECT_EQ(concrete->is().axis.channels(), 561u);
    EXPECT_NEAR(concrete->read(0, 1).reflectance[0], 0.0882, 1e-12);
    Reading reading;
    auto const asd = data_ / "formats/usgs_splib07_ascii";
    reading.wavelength_file = asd / "liba_Wavelengths_ASD_0.35-2.5_um.txt";
    EXPECT_EQ(open_source(asd / "liba_Material_a_b0_0_ASDFRa_AREF.txt", reading)->is().axis.wavelength.at(0),
              0.34999999);
    auto const soil = open_source(data_ / "formats/bmr1ls101.xml", {});  // free text follows its table
    EXPECT_EQ(soil->is().axis.channels(), 3424u);
    EXPECT_TRUE(soil->is().has_noise);
    EXPECT_NEAR(soil->is().axis.wavelength[0], 1.4284, 1e-9);
    EXPECT_NEAR(soil->read(0, 1).reflectance[0], 0.18559, 1e-9);
    EXPECT_TRUE(open_source(data_ / "asteroids/smass2_13.txt", {})->is().has_noise);
    EXPECT_GT(open_source(data_ / "asteroids/spex/00349.Dembowska.txt", {})->is().axis.channels(), 800u);
}

}  // namespace
}  // namespace vespa::mulumesc
