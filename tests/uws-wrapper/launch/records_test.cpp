#include "launch/records.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "launch/clock.hpp"
#include "launch/launch_error.hpp"
#include "launch/progress.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

class Records : public testing::Test {
  protected:
    ScratchFolder scratch_;
    JobFolder folder_{scratch_.path()};
};

TEST_F(Records, TheEndComesBackAsItWas) {
    ExitRecord record;
    record.reason = ExitReason::wall_time;
    record.signal = 9;
    record.text = "the wall time of 2 s was over";
    record.start = "2026-05-04T09:17:40.532Z";
    record.end = "2026-05-04T09:17:42.600Z";
    record.wall_s = 2.068;
    record.user_s = 1.5;
    record.system_s = 0.25;
    record.max_resident_kb = 4096;
    record.after = {{"picture", 1, "exit code 1"}, {"", std::nullopt, "its time was over"}};
    write_record(folder_, record);
    auto const read = read_exit_record(folder_);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->reason, record.reason);
    EXPECT_FALSE(read->exit_code);
    EXPECT_EQ(read->signal, 9);
    EXPECT_EQ(read->text, record.text);
    EXPECT_EQ(read->start, record.start);
    EXPECT_EQ(read->end, record.end);
    EXPECT_EQ(read->wall_s, record.wall_s);
    EXPECT_EQ(read->max_resident_kb, 4096);
    ASSERT_EQ(read->after.size(), 2u);
    EXPECT_EQ(read->after[0].exit_code, 1);
    EXPECT_FALSE(read->after[1].exit_code);
    EXPECT_EQ(read->after[1].text, "its time was over");
}

TEST_F(Records, EveryReasonHasAName) {
    for (auto const reason : {ExitReason::exited, ExitReason::signalled, ExitReason::wall_time,
                              ExitReason::stopped, ExitReason::launch_failed}) {
        ExitRecord record;
        record.reason = reason;
        write_record(folder_, record);
        EXPECT_EQ(read_exit_record(folder_)->reason, reason) << reason_name(reason);
    }
}

TEST_F(Records, TheShimComesBackAsItWas) {
    ShimRecord const record{
        {10, 1234567890123, "b"}, {11, 1234567890124, "b"}, "/sys/fs/cgroup/j", "/dev/shm/s"};
    write_record(folder_, record);
    auto const read = read_shim_record(folder_);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->shim, record.shim);
    EXPECT_EQ(read->program, record.program);
    EXPECT_EQ(read->cgroup, record.cgroup);
    EXPECT_EQ(read->scratch, record.scratch);
}

TEST_F(Records, WhatIsMissingIsNothing) {
    EXPECT_FALSE(read_exit_record(folder_));
    EXPECT_FALSE(read_shim_record(folder_));
}

TEST_F(Records, WhatIsDamagedIsAnError) {
    write_record(folder_, ExitRecord{});
    auto const text = content_of(folder_.exit());
    for (std::size_t length = 0; length + 2 < text.size(); ++length) {
        std::ofstream(folder_.exit()) << text.substr(0, length);
        ASSERT_THROW(read_exit_record(folder_), LaunchError) << length;
    }
    for (std::string const bad : {"\"vanished\"", "1", "null"}) {
        auto const at = text.find("\"exited\"");
        std::ofstream(folder_.exit()) << std::string(text).replace(at, 8, bad);
        EXPECT_THROW(read_exit_record(folder_), LaunchError) << bad;
    }
    std::ofstream(folder_.shim()) << "{}";
    EXPECT_THROW(read_shim_record(folder_), LaunchError);
}

TEST_F(Records, AnyBytesInATextCanBeWritten) {
    ExitRecord record;
    record.text = "cannot run /x/\xff\xfe";
    write_record(folder_, record);
    EXPECT_EQ(read_exit_record(folder_)->text, "cannot run /x/\uFFFD\uFFFD");
}

TEST_F(Records, ProgressIsRead) {
    std::ofstream(folder_.progress())
        << R"({"fraction":0.25,"done":5,"total":20,"phase":"rays","message":"5 of 20"})";
    auto const progress = read_progress(folder_);
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->fraction, 0.25);
    EXPECT_EQ(progress->done, 5);
    EXPECT_EQ(progress->total, 20);
    EXPECT_EQ(progress->phase, "rays");
    EXPECT_EQ(progress->message, "5 of 20");
    std::ofstream(folder_.progress()) << R"({"fraction":7})";
    EXPECT_EQ(read_progress(folder_)->fraction, 1);
}

TEST_F(Records, BadProgressIsNone) {
    EXPECT_FALSE(read_progress(folder_));
    for (std::string const bad :
         {"", "{", "[]", "{}", R"({"fraction":"half"})", R"({"fraction":0.5,"done":[]})",
          R"({"fraction":0.5,"message":"\u0000"})"}) {
        std::ofstream(folder_.progress()) << bad;
        EXPECT_FALSE(read_progress(folder_)) << bad;
    }
    std::ofstream(folder_.progress())
        << "{\"fraction\":0.5,\"message\":\"" << std::string(70000, 'x') << "\"}";
    EXPECT_FALSE(read_progress(folder_));
}

TEST(UtcText, IsTheFormOfUws) {
    using std::chrono::milliseconds;
    EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(milliseconds(1777886260532))),
              "2026-05-04T09:17:40.532Z");
    EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(milliseconds(0))), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(milliseconds(-1))), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace vespa::uws
