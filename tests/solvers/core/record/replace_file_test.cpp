#include "core/record/replace_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace {

using vespa::record::replace_file;

std::string content_of(std::filesystem::path const& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(ReplaceFile, MakesAndReplaces) {
    auto const path = std::filesystem::path(testing::TempDir()) / "replace_file_test.txt";
    replace_file(path, "first, and longer");
    replace_file(path, "second");

    EXPECT_EQ(content_of(path), "second");
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".part"));
    std::filesystem::remove(path);
}

TEST(ReplaceFile, FailsWithTheReasonAndLeavesTheOldFile) {
    EXPECT_THROW(replace_file("/nonexistent/a", "x"), std::runtime_error);
    // A folder of that name stands in the way of the rename.
    auto const folder = std::filesystem::path(testing::TempDir()) / "replace_file_test.d";
    std::filesystem::create_directories(folder / "inside");
    try {
        replace_file(folder, "x");
        ADD_FAILURE();
    } catch (std::runtime_error const& error) {
        EXPECT_EQ(std::string(error.what()).find(folder.string() + ": cannot take its name: "), 0u);
    }
    EXPECT_FALSE(std::filesystem::exists(folder.string() + ".part"));
    std::filesystem::remove_all(folder);
}

}  // namespace
