#include "web/assets.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace vespa::uws {
namespace {

std::string content_of(std::string const& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Assets, AreTheFilesOfTheSource) {
    for (std::string const name : {"style.css", "viewer.css", "icon.svg", "page.js", "viewer.js"}) {
        std::string const folder = name.ends_with(".js") ? "script/" : "";
        auto const* const asset = find_asset(name);
        ASSERT_NE(asset, nullptr) << name;
        EXPECT_EQ(asset->text, content_of(VESPA_SOURCE_DIR "/uws-wrapper/web/" + folder + name)) << name;
        EXPECT_EQ(asset->tag.size(), 64u) << name;
    }
    EXPECT_EQ(find_asset("../main.cpp"), nullptr);
    EXPECT_EQ(find_asset(""), nullptr);
}

TEST(Assets, ArePackedToo) {
    auto const* const asset = find_asset("style.css");
    ASSERT_NE(asset, nullptr);
    std::string const packed = testing::TempDir() + "style.css.gz", plain = testing::TempDir() + "style.css";
    std::ofstream(packed, std::ios::binary) << asset->gzipped;
    ASSERT_EQ(std::system(("gzip -dc '" + packed + "' >'" + plain + "'").c_str()), 0);
    EXPECT_EQ(content_of(plain), asset->text);
    EXPECT_LT(asset->gzipped.size(), asset->text.size());
}

TEST(Assets, ThoseOfThePlotsComeTogetherOrNotAtAll) {
    for (char const* const name :
         {"hdf5_hl.js", "hdf5_util.js", "uplot.js", "uplot.css", "h5wasm-licence.txt"})
        EXPECT_EQ(find_asset(name) != nullptr, can_plot()) << name;
}

}  // namespace
}  // namespace vespa::uws
