// Maps as ENVI images: bytes, header, what is refused, nothing half-written.
#include "core/record/envi_image.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "core/errors/bad_input.hpp"

namespace vespa::record {
namespace {

namespace fs = std::filesystem;

std::string content(fs::path const& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

class EnviImages : public ::testing::Test {
  protected:
    void SetUp() override {
        folder = fs::path(::testing::TempDir()) / ("vespa-envi-" + std::to_string(::getpid()));
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder;
};

TEST_F(EnviImages, HoldLayersAndAHeader) {
    std::vector<float> const one{1, 2, 3, 4, 5, 6},
        two{-1, std::numeric_limits<float>::quiet_NaN(), 0, 0, 0, 7};
    auto const path = folder / "maps.img";
    {
        EnviImage image(path, Overwrite::no, 2, 3, "two {layers}", {{"map info", "{Arbitrary, 1, 1}"}});
        image.add("centre (um)", one);
        image.add("calcite, coarse", two);
        EXPECT_FALSE(fs::exists(path));
        image.commit();
    }
    auto const bytes = content(path);
    ASSERT_EQ(bytes.size(), 48u);
    float value = 0;
    std::memcpy(&value, bytes.data() + 4 * 4, 4);
    EXPECT_EQ(value, 5);  // line 1, sample 1 of the first layer
    std::memcpy(&value, bytes.data() + 4 * 11, 4);
    EXPECT_EQ(value, 7);
    auto const header = content(folder / "maps.hdr");
    for (char const* const line :
         {"ENVI\n", "samples = 3\n", "lines = 2\n", "bands = 2\n", "data type = 4\n", "interleave = bsq\n",
          "byte order = 0\n", "map info = {Arbitrary, 1, 1}\n", "description = {two ;layers;}\n",
          "band names = {\ncentre (um),\ncalcite; coarse}\n"})
        EXPECT_NE(header.find(line), std::string::npos) << line;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 2);
}

TEST_F(EnviImages, AreWholeOrNotThere) {
    std::vector<float> const few(5);
    {
        EnviImage image(folder / "maps.img", Overwrite::no, 2, 3, "");
        EXPECT_THROW(image.add("a", few), std::invalid_argument);
        EXPECT_THROW(image.commit(), std::logic_error);
    }
    EXPECT_TRUE(fs::is_empty(folder));
    EXPECT_THROW(EnviImage(folder / "maps.hdr", Overwrite::no, 1, 1, ""), BadInput);
    std::ofstream(folder / "old.hdr") << "mine";
    EXPECT_THROW(EnviImage(folder / "old.img", Overwrite::no, 1, 1, ""), BadInput);
    EXPECT_EQ(content(folder / "old.hdr"), "mine");
    EXPECT_FALSE(fs::exists(folder / "old.img.part"));
    EXPECT_THROW(EnviImage(folder / "none" / "maps.img", Overwrite::no, 1, 1, ""), BadInput);
}

}  // namespace
}  // namespace vespa::record
