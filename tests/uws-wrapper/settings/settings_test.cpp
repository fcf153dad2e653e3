#include "settings/settings.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr char const* sample = R"(
name = "here"
on = true
[limits]
jobs = 12
share = 0.5
wait = "15 min"
size = "2 MiB"
kind = "fair"
[store]
file = "a/../jobs.db"
[[provider]]
name = "one"
[[provider]]
name = "two"
[groups.modellers]
jobs = 3
[groups.guests]
jobs = 1
)";

Settings settings() {
    return Settings::parse(sample, "/etc/vespa/uwsd.toml");
}

/// What is said when `task` refuses.
template <class Task>
std::string complaint(Task task) {
    try {
        task();
    } catch (BadSetting const& bad) {
        return bad.what();
    }
    return "nothing was refused";
}

TEST(Settings, GiveValuesOfTheirType) {
    auto const all = settings();
    EXPECT_EQ(all.text("name", ""), "here");
    EXPECT_TRUE(all.flag("on", false));
    auto const limits = all.table("limits");
    EXPECT_EQ(limits.whole("jobs", 1, 1, 100), 12);
    EXPECT_EQ(limits.number("share", 1, 0, 1), 0.5);
    EXPECT_EQ(limits.number("jobs", 1, 0, 100), 12);
    EXPECT_EQ(limits.duration("wait", 1s, 0s, 1h), 15min);
    EXPECT_EQ(limits.bytes("size", 0), 2U << 20);
    EXPECT_EQ(limits.word("kind", "fifo", {"fair", "fifo"}), "fair");
    EXPECT_EQ(all.table("store").path("file", ""), "/etc/vespa/jobs.db");
}

TEST(Settings, GiveDefaultsForWhatIsAbsent) {
    auto const absent = settings().table("absent");
    EXPECT_EQ(absent.text("a", "x"), "x");
    EXPECT_EQ(absent.whole("b", 7, 1, 9), 7);
    EXPECT_EQ(absent.duration("c", 5s, 0s, 1h), 5s);
    EXPECT_EQ(absent.word("d", "fifo", {"fair"}), "fifo");
    EXPECT_TRUE(absent.tables("e").empty());
    EXPECT_TRUE(absent.named_tables().empty());
    EXPECT_FALSE(absent.secret("f"));
    EXPECT_NO_THROW(absent.finish());
}

TEST(Settings, GiveTablesInLists) {
    auto const all = settings();
    auto const providers = all.tables("provider");
    ASSERT_EQ(providers.size(), 2U);
    EXPECT_EQ(providers[1].text("name", ""), "two");
    auto const groups = all.table("groups").named_tables();
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].first, "guests");
    EXPECT_EQ(groups[1].second.whole("jobs", 0, 0, 10), 3);
}

TEST(Settings, RefuseWithFileLineAndKey) {
    auto const all = settings();
    auto const limits = all.table("limits");
    EXPECT_EQ(complaint([&] { limits.whole("jobs", 1, 1, 10); }),
              "/etc/vespa/uwsd.toml:5: limits.jobs takes a whole number from 1 to 10");
    EXPECT_EQ(complaint([&] { limits.flag("jobs", true); }),
              "/etc/vespa/uwsd.toml:5: limits.jobs takes true or false");
    EXPECT_NE(complaint([&] { limits.whole("share", 1, 0, 1); }).find("limits.share takes a whole"),
              std::string::npos);
    EXPECT_NE(complaint([&] { limits.number("kind", 1, 0, 1); }).find("number from 0 to 1"),
              std::string::npos);
    EXPECT_NE(complaint([&] { limits.duration("wait", 1s, 0s, 60s); }).find("0 s to 1 min"),
              std::string::npos);
    EXPECT_NE(complaint([&] { limits.bytes("kind", 1); }).find("MiB"), std::string::npos);
    EXPECT_NE(complaint([&] {
                  limits.word("kind", "a", {"a", "b"});
              }).find("one of: a, b"),
              std::string::npos);
    EXPECT_NE(complaint([&] { all.table("name"); }).find("[name]"), std::string::npos);
    EXPECT_NE(complaint([&] { all.tables("limits"); }).find("[[limits]]"), std::string::npos);
    EXPECT_NE(complaint([&] { all.texts("name"); }).find("list of texts"), std::string::npos);
}

TEST(Settings, RefuseKeysThatNobodyKnows) {
    auto const limits = settings().table("limits");
    for (char const* const key : {"jobs", "share", "wait", "size"})
        limits.has(key);
    EXPECT_EQ(complaint([&] { limits.finish(); }),
              "/etc/vespa/uwsd.toml:9: limits.kind is not a key that the server knows; it knows here: "
              "jobs, share, size, wait");
    limits.has("kind");
    EXPECT_NO_THROW(limits.finish());
}

TEST(Settings, RefuseWhatIsNotToml) {
    EXPECT_EQ(complaint([] { Settings::parse("a = 1\nb = [", "f"); }).substr(0, 4), "f:2:");
    EXPECT_NE(
        complaint([] { Settings::read("/nowhere/uwsd.toml"); }).find("/nowhere/uwsd.toml cannot be read"),
        std::string::npos);
    EXPECT_NE(complaint([] { Settings::read("/tmp"); }).find("cannot be read"), std::string::npos);
}

TEST(Settings, TakeSecretsFromFilesOnly) {
    char name[] = "/tmp/vespa-secret-XXXXXX";
    int const file = ::mkstemp(name);
    ASSERT_GE(file, 0);
    ::close(file);
    std::ofstream(name) << "opensesame\n";
    auto const with = Settings::parse("key-file = \"" + std::string(name) + "\"", "/etc/f");
    EXPECT_EQ(with.secret("key"), "opensesame");
    ::chmod(name, 0644);
    EXPECT_NE(complaint([&] { with.secret("key"); }).find("others may read"), std::string::npos);
    ::unlink(name);
    EXPECT_NE(complaint([&] { with.secret("key"); }).find("not a file"), std::string::npos);
    auto const inside = Settings::parse("key = \"opensesame\"", "f");
    EXPECT_NE(complaint([&] { inside.secret("key"); }).find("key-file"), std::string::npos);
}

}  // namespace
}  // namespace vespa::uws
