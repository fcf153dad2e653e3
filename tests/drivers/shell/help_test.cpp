#include "shell/help.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "drivers/shell/sample.hpp"
#include "shell/wrapped.hpp"

namespace vespa::shell {
namespace {

using testing::about_sample;
using testing::has;
using testing::Sample;

struct HelpTest : ::testing::Test {
    HelpTest() { declare(options, sample); }
    Sample sample;
    Options options;
};

TEST_F(HelpTest, EveryOptionIsListedUnderItsGroup) {
    auto const page = help_text(about_sample(), options, 100);
    std::size_t last = 0;
    for (auto const& option : options.all()) {
        auto const at = page.find("--" + option.is.name, last);
        ASSERT_NE(at, std::string::npos) << option.is.name;
        last = at;
    }
    EXPECT_LT(page.find("Waves: what is sent"), page.find("--rays"));
    EXPECT_LT(page.find("\nMedium\n"), page.find("--body"));
}

TEST_F(HelpTest, UnitsRangesWordsAndDefaultsAreTold) {
    auto const page = help_text(about_sample(), options, 100);
    EXPECT_TRUE(has(page, "  --maximum-path NUMBER km    Longest path. Allowed: above 0.\n"));
    EXPECT_TRUE(has(
        page,
        "  --tolerance NUMBER          Relative error of a step. Allowed: 1e-13 to 0.001. Default: 1e-8.\n"));
    EXPECT_TRUE(has(page,
                    "  --mode WORD                 Wave mode. Default: X.\n"
                    "                                O: ordinary\n"
                    "                                X: extraordinary\n"));
    EXPECT_TRUE(has(page, "Body at the origin. One of jupiter, saturn, none. Default: jupiter.\n"));
    EXPECT_TRUE(has(page, "  -o, --output FILE           "));
    EXPECT_TRUE(has(page, "  -h, --help                  Print this page.\n"));
}

TEST_F(HelpTest, NoLineIsWiderThanThePage) {
    for (std::size_t const width : {70u, 80u, 110u}) {
        std::istringstream page(help_text(about_sample(), options, width));
        for (std::string line; std::getline(page, line);)
            EXPECT_LE(columns(line), width) << line;
    }
}

TEST_F(HelpTest, RequiredOptionsAreMarked) {
    double height = 0;
    options.number(height, {.name = "height", .prose = "Height.", .required = true});
    EXPECT_TRUE(has(help_text(about_sample(), options, 100), "Height. Required."));
}

TEST(VersionText, NamesProgramVersionAndRevision) {
    EXPECT_TRUE(has(version_text(about_sample()), "vespa-sample 0."));
    EXPECT_TRUE(has(version_text(about_sample()), "(revision "));
}

}  // namespace
}  // namespace vespa::shell
