#include "shell/suggest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shell/wrapped.hpp"

namespace vespa::shell {
namespace {

TEST(EditDistance, CountsChanges) {
    EXPECT_EQ(edit_distance("", ""), 0u);
    EXPECT_EQ(edit_distance("abc", ""), 3u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
    EXPECT_EQ(edit_distance("freq", "ferq"), 1u);
    EXPECT_EQ(edit_distance("max_path", "MAX-path"), 0u);
}

TEST(Nearest, TakesTheFirstOfEqualsAndNothingFar) {
    std::vector<std::string> const names = {"rays", "days", "tolerance"};
    auto const itself = [](std::string const& name) { return name; };
    EXPECT_EQ(nearest("bays", names, itself), "rays");
    EXPECT_EQ(nearest("tolernace", names, itself), "tolerance");
    EXPECT_EQ(nearest("output", names, itself), "");
    EXPECT_EQ(nearest("x", names, itself), "");
}

TEST(Wrapped, BreaksAtBlanksWithinTheWidth) {
    EXPECT_EQ(wrapped("one two three", "# ", 9), "# one two\n# three\n");
    EXPECT_EQ(wrapped("  one \n two ", "", 80), "one two\n");
    EXPECT_EQ(wrapped("unbreakable", "", 4), "unbreakable\n");
    EXPECT_EQ(wrapped("", "# ", 80), "");
    EXPECT_EQ(wrapped("360° minus", "", 10), "360° minus\n");
    EXPECT_EQ(columns("360° é"), 6u);
}

}  // namespace
}  // namespace vespa::shell
