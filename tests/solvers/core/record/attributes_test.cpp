#include <gtest/gtest.h>

#include <limits>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

TEST(Attributes, OfEveryKindComeBackAsTheyWere) {
    std::vector<std::pair<std::string, AttributeValue>> const all{
        {"text", "Jupiter's plasma: n\u2091, \"quoted\"\nsecond line"},
        {"empty", ""},
        {"number", 6.02214076e23},
        {"whole", std::int64_t{-7}},
        {"largest", std::numeric_limits<std::int64_t>::max()},
        {"texts", std::vector<std::string>{"one", "", "three"}},
        {"numbers", std::vector{0.1, -0.0, 1e308}},
        {"wholes", std::vector<std::int64_t>{1, 2, 3}},
        {"long", std::string(200000, 'y')},
    };
    auto const path = scratch("attributes.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto group = file.root().create_group("a");
    for (auto const& [name, value] : all) {
        group.set(name, value);
    }
    file.commit();

    auto const back = File::open(ranks(), path);
    auto const group_back = back.root().group("a");
    EXPECT_EQ(group_back.where(), path.string() + ":/a");
    for (auto const& [name, value] : all) {
        EXPECT_TRUE(group_back.attribute(name) == value) << name;
    }
}

TEST(Attributes, ConvertWhereNothingIsLost) {
    auto const path = scratch("attributes_back.h5");
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto root = file.root();
        root.set("text", "words");
        root.set("number", 2.5);
        root.set("whole", 3);
        root.set("wholes", std::vector<std::int64_t>{1, 2});
        root.set("single", std::vector{4.5});
        root.set("whole", 4);
        file.commit();
    }
    auto const file = File::open(ranks(), path);
    auto const root = file.root();

    EXPECT_EQ(root.attribute<std::string>("text"), "words");
    EXPECT_EQ(root.attribute<double>("number"), 2.5);
    EXPECT_EQ(root.attribute<std::int64_t>("whole"), 4);
    EXPECT_EQ(root.attribute<double>("whole"), 4.0);
    EXPECT_EQ(root.attribute<std::vector<double>>("wholes"), (std::vector{1.0, 2.0}));
    EXPECT_EQ(root.attribute<double>("single"), 4.5);
    EXPECT_EQ(root.attribute<std::vector<std::string>>("text"), std::vector<std::string>{"words"});
    EXPECT_EQ(root.attribute_names(),
              (std::vector<std::string>{"number", "single", "text", "whole", "wholes"}));
    EXPECT_TRUE(root.has_attribute("text"));
    EXPECT_FALSE(root.has_attribute("no"));
}

TEST(Attributes, AbsentOrOfAnotherKindIsABadInput) {
    auto const path = scratch("attributes_wrong.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto root = file.root();
    root.set("text", "words");
    root.set("numbers", std::vector{1.0, 2.0});

    auto const where = "bad input: " + path.string() + ":/: ";
    EXPECT_EQ(error_of([&] { static_cast<void>(root.attribute<double>("no")); }),
              where + "there is no attribute \"no\"");
    EXPECT_EQ(error_of([&] { static_cast<void>(root.attribute<double>("text")); }),
              where + "attribute \"text\" is of another kind or length; allowed: one number");
    EXPECT_NE(error_of([&] { static_cast<void>(root.attribute<double>("numbers")); }).find("length"),
              std::string::npos);
    EXPECT_NE(error_of([&] { static_cast<void>(root.attribute<std::int64_t>("numbers")); }), "no error");
    EXPECT_NE(error_of([&] { static_cast<void>(root.attribute<std::vector<double>>("text")); }), "no error");
    file.commit();
    EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(Attributes, WithoutNameOrValueOrUnlikeOnTheRanksAreRefused) {
    auto file = File::create(ranks(), scratch("attributes_refused.h5"), Overwrite::no);
    auto root = file.root();

    EXPECT_NE(error_of([&] { root.set("", 1.0); }).find("without a name"), std::string::npos);
    EXPECT_NE(error_of([&] { root.set("empty", std::vector<double>{}); }).find("without a value"),
              std::string::npos);
    if (ranks().size() > 1) {
        EXPECT_NE(error_of([&] { root.set("rank", ranks().rank()); }).find("different things"),
                  std::string::npos);
    }
    EXPECT_TRUE(root.attribute_names().empty());
}

}  // namespace
