#include "core/record/group.hpp"

#include <gtest/gtest.h>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

using Names = std::vector<std::string>;

TEST(Group, ListsItsGroupsAndDatasets) {
    auto file = File::create(ranks(), scratch("groups.h5"), Overwrite::no);
    auto root = file.root();
    root.create_group("rays");
    root.create<double>("body/radius", {1}, {"km", "a radius"});
    root.create<double>("zeta", {1}, {"", "last"});
    root.create<double>("alpha", {1}, {"", "first"});
    auto const nested = root.create_group("rays/deep/er");

    EXPECT_EQ(root.group_names(), (Names{"body", "rays"}));
    EXPECT_EQ(root.dataset_names(), (Names{"alpha", "zeta"}));
    EXPECT_EQ(root.group("rays").group_names(), Names{"deep"});
    EXPECT_EQ(nested.where(), file.path().string() + ":/rays/deep/er");
    EXPECT_EQ(root.create_group("rays/deep").group_names(), Names{"er"});
}

TEST(Group, KnowsWhatItHas) {
    auto file = File::create(ranks(), scratch("has.h5"), Overwrite::no);
    auto root = file.root();
    root.create<double>("a/b", {1}, {"", "b"});

    EXPECT_TRUE(root.has("a"));
    EXPECT_TRUE(root.has("a/b"));
    EXPECT_FALSE(root.has("b"));
    EXPECT_FALSE(root.has("c/d/e"));
}

TEST(Group, WhatIsNotThereIsABadInputThatNamesIt) {
    auto file = File::create(ranks(), scratch("absent_objects.h5"), Overwrite::no);
    auto root = file.root();
    root.create<double>("a/b", {1}, {"", "b"});
    auto const where = "bad input: " + file.path().string();

    EXPECT_EQ(error_of([&] { static_cast<void>(root.dataset("x/y")); }),
              where + ":/x/y: there is no such dataset");
    EXPECT_EQ(error_of([&] { static_cast<void>(root.group("g")); }), where + ":/g: there is no such group");
    EXPECT_EQ(error_of([&] { static_cast<void>(root.dataset("a")); }), where + ":/a: is not a dataset");
    EXPECT_EQ(error_of([&] { static_cast<void>(root.group("a/b")); }), where + ":/a/b: is not a group");
}

TEST(Group, NamesThatAreNoneOrTakenAreRefused) {
    auto file = File::create(ranks(), scratch("names.h5"), Overwrite::no);
    auto root = file.root();
    for (std::string const name : {"", "/a", "a/", "a//b"}) {
        EXPECT_NE(error_of([&] { root.create_group(name); }).find("is not the name"), std::string::npos)
            << name;
        EXPECT_NE(error_of([&] { root.create<double>(name, {1}, {"", ""}); }), "no error") << name;
        EXPECT_NE(error_of([&] { static_cast<void>(root.has(name)); }), "no error") << name;
    }
    root.create<double>("twice", {1}, {"", ""});
    EXPECT_NE(error_of([&] {
                  root.create<double>("twice", {1}, {"", ""});
              }).find(":/twice: cannot make a dataset"),
              std::string::npos);
}

TEST(Group, StorageThatIsNoneIsRefused) {
    auto file = File::create(ranks(), scratch("storage.h5"), Overwrite::no);
    auto root = file.root();
    auto const create = [&](Shape const& shape, Storage storage) {
        return error_of([&] { root.create<double>("a", shape, {"", ""}, storage); });
    };

    EXPECT_NE(create({10}, {0, 4}).find("deflate 4 with chunks of 0 rows"), std::string::npos);
    EXPECT_NE(create({10}, {5, 10}).find("allowed: 0, or 1 to 9"), std::string::npos);
    EXPECT_NE(create({10}, {5, -1}), "no error");
    EXPECT_NE(create({1u << 30, 8}, {1u << 29}).find("a chunk of 34359738368 bytes; allowed: below 2 GiB"),
              std::string::npos);
    EXPECT_NE(create({10, 1u << 28}, {}).find("a row of 2147483648 bytes"), std::string::npos);
    EXPECT_NE(create({~std::uint64_t{0}, 8}, {}).find("a table of"), std::string::npos);
    EXPECT_NE(create({10, 0}, {}).find("rows without elements"), std::string::npos);
    EXPECT_NE(error_of([&] {
                  root.create_growing<double>("a", {}, 0, {"", ""});
              }).find("at least one row"),
              std::string::npos);
    EXPECT_FALSE(root.has("a"));
    file.commit();
}

}  // namespace
