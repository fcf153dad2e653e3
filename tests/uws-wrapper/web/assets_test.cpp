#include "web/assets.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace vespa::uws {
namespace {

TEST(Assets, AreTheFilesOfTheSource) {
    for (char const* const name : {"style.css", "live.js", "icon.svg"}) {
        std::ifstream file(std::string(VESPA_SOURCE_DIR "/uws-wrapper/web/") + name);
        std::string const text(std::istreambuf_iterator<char>(file), {});
        auto const asset = find_asset(name);
        ASSERT_TRUE(asset) << name;
        EXPECT_EQ(asset->text, text) << name;
        EXPECT_EQ(asset->tag.size(), 64u) << name;
    }
    EXPECT_FALSE(find_asset("../main.cpp"));
    EXPECT_FALSE(find_asset(""));
}

}  // namespace
}  // namespace vespa::uws
