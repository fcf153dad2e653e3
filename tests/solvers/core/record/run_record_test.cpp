#include "core/record/run_record.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "scratch.hpp"

namespace {

using vespa::record::iso_8601;
using vespa::record::RunRecord;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::read_text;
using vespa::testing::scratch;

TEST(RunRecord, TellsWhatHappened) {
    auto const path = scratch("run.json");
    RunRecord record(ranks(), "vespa-test", "0.1.0", "abc", {"vespa-test", "--name", "a b\xff\"c"});
    record.begin_phase("read");
    if (ranks().rank() == ranks().size() - 1) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    record.begin_phase("solve");
    record.gather_timings(ranks());
    if (!ranks().is_root()) return;
    record.write(path, "completed", 0);

    auto const json = nlohmann::json::parse(read_text(path));
    EXPECT_EQ(json["program"], "vespa-test");
    EXPECT_EQ(json["version"], "0.1.0");
    EXPECT_EQ(json["revision"], "abc");
    EXPECT_EQ(json["command_line"], (std::vector<std::string>{"vespa-test", "--name", "a b\xEF\xBF\xBD\"c"}));
    EXPECT_EQ(json["ranks"], ranks().size());
    int hosted = 0;
    for (auto const& host : json["hosts"]) {
        EXPECT_FALSE(host["name"].get<std::string>().empty());
        hosted += host["ranks"].get<int>();
    }
    EXPECT_EQ(hosted, ranks().size());
    ASSERT_EQ(json["phases"].size(), 2u);
    EXPECT_EQ(json["phases"][0]["name"], "read");
    EXPECT_GE(json["phases"][0]["seconds"].get<double>(), 0.02);  // the last rank's sleep, wherever it ran
    EXPECT_LE(json["phases"][0]["seconds_least"], json["phases"][0]["seconds"]);
    EXPECT_EQ(json["phases"][1]["name"], "solve");
    EXPECT_GE(json["seconds"].get<double>(), 0.0);
    EXPECT_EQ(json["state"], "completed");
    EXPECT_EQ(json["exit_code"], 0);
    EXPECT_EQ(json["message"], "");
    std::regex const iso(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
    EXPECT_TRUE(std::regex_match(json["started"].get<std::string>(), iso));
    EXPECT_LE(json["started"], json["ended"]);
    EXPECT_FALSE(vespa::testing::part_exists(path));
}

TEST(RunRecord, OfAFailureNeedsNoOtherRank) {
    auto const path = scratch("failed.json");
    RunRecord record(ranks(), "vespa-test", "0.1.0", "abc", {});
    record.begin_phase("read");
    if (!ranks().is_root()) return;
    record.write(path, "failed", 1, "no such file");
    record.write(path, "failed", 2, "worse");

    auto const json = nlohmann::json::parse(read_text(path));
    EXPECT_EQ(json["state"], "failed");
    EXPECT_EQ(json["exit_code"], 2);
    EXPECT_EQ(json["message"], "worse");
    EXPECT_EQ(json["phases"].size(), 1u);
}

TEST(RunRecord, PhasesThatDifferBetweenRanksAreAnError) {
    if (ranks().size() == 1) GTEST_SKIP() << "needs two ranks";
    RunRecord record(ranks(), "vespa-test", "0.1.0", "abc", {});
    record.begin_phase(ranks().is_root() ? "read" : "write");

    EXPECT_NE(error_of([&] { record.gather_timings(ranks()); }).find("not those of rank 0"),
              std::string::npos);
}

TEST(RunRecord, TimesAreInUtc) {
    using namespace std::chrono;
    EXPECT_EQ(iso_8601(system_clock::time_point{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso_8601(system_clock::time_point{seconds{1795343338} + milliseconds{7}}),
              "2026-11-22T10:28:58.007Z");
}

}  // namespace
