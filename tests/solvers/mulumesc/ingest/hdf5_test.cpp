// Cubes in HDF5 files.
#include <mpi.h>

#include <cmath>

#include "core/record/file.hpp"
#include "mulumesc/ingest/open_source.hpp"
#include "solvers/mulumesc/ingest/scratch.hpp"

namespace vespa::mulumesc {
namespace {

class Hdf5 : public testing::Scratch {
  protected:
    /// 2 lines of 3 samples and 4 channels, value 100 line + 10 sample + channel, and what `more` adds.
    template <class More>
    std::filesystem::path make(More more) const {
        auto file = record::File::create(parallel::Communicator(MPI_COMM_WORLD), folder_ / "c.h5",
                                         record::Overwrite::yes);
        auto root = file.root();
        std::vector<float> values;
        for (int i = 0; i < 6; ++i)
            for (int channel = 0; channel < 4; ++channel)
                values.push_back(static_cast<float>(100 * (i / 3) + 10 * (i % 3) + channel));
        auto cube = root.create<float>("reflectance", {2, 3, 4}, {"", "a cube"});
        cube.write_rows(0, values);
        more(root, cube);
        file.commit();
        return folder_ / "c.h5";
    }
    static void add_axis(record::Group root, std::string const& name = "wavelength",
                         std::string const& unit = "nm") {
        root.create<double>(name, {4}, {unit, "wavelength"})
            .write_rows(0, std::vector<double>{800, 700, 600, 500});
    }
};

TEST_F(Hdf5, ReadsCubes) {
    auto const path = make([](auto root, auto cube) {
        add_axis(root);
        cube.set("_FillValue", 112.0);
        cube.set("scale_factor", 0.01);
        root.template create<std::int8_t>("good_wavelengths", {4}, {"", ""})
            .write_rows(0, std::vector<std::int8_t>{0, 1, 1, 1});
    });
    auto const source = open_source(path, {});
    EXPECT_EQ(source->is().count, 6u);
    EXPECT_EQ(source->is().samples, 3u);
    EXPECT_EQ(source->is().axis.good, (std::vector<std::uint8_t>{1, 1, 1, 0}));
    EXPECT_DOUBLE_EQ(source->is().axis.wavelength[0], 0.5);
    auto const block = source->read(2, 3).reflectance;  // across lines
    EXPECT_DOUBLE_EQ(block[0], 0.23);
    EXPECT_DOUBLE_EQ(block[7], 1.0);
    EXPECT_TRUE(std::isnan(block[9]));
}

TEST_F(Hdf5, ReadsNamedDatasetsAndNoise) {
    auto const path = make([](auto root, auto) {
        add_axis(root, "deep/axis_nm", "");
        root.template create<double>("sigma", {2, 3, 4}, {"", ""})
            .write_rows(0, std::vector<double>(24, 0.5));
    });
    Reading reading;
    EXPECT_FALSE(testing::refusal([&] {
                     try {
                         open_source(path, reading);
                     } catch (std::exception const& error) {
                         throw BadInput(error.what(), "");
                     }
                 }).empty());
    reading.wavelength_dataset = "deep/axis_nm";
    reading.noise_dataset = "sigma";
    auto const source = open_source(path, reading);
    EXPECT_TRUE(source->is().has_noise);
    EXPECT_EQ(source->read(5, 1).noise, std::vector<double>(4, 0.5));
    EXPECT_EQ(source->is().unit, SpectralUnit::nanometre);
}

TEST_F(Hdf5, SaysWhatIsWrong) {
    auto const refused = [&](auto more) { return testing::refusal([&] { open_source(make(more), {}); }); };
    EXPECT_NE(refused([](auto root, auto) {
                  root.template create<double>("wavelength", {2}, {"nm", ""})
                      .write_rows(0, std::vector<double>{500, 600});
              }).find("last extent is 4, but there are 2"),
              std::string::npos);
    EXPECT_NE(refused([](auto root, auto cube) {
                  add_axis(root);
                  cube.set("add_offset", 1.0);
              }).find("add_offset"),
              std::string::npos);
    EXPECT_NE(refused([](auto, auto) {}).find("no dataset of wavelengths"), std::string::npos);
    auto const cut = write("cut.h5", std::string("\x89HDF\r\n\x1a\n rest", 13));
    EXPECT_ANY_THROW(open_source(cut, {}));
}

}  // namespace
}  // namespace vespa::mulumesc
