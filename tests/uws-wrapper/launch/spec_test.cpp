#include "launch/spec.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "launch/launch_error.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

class SpecFile : public testing::Test {
  protected:
    std::string error_of(std::string const& text) {
        std::ofstream(folder_.spec()) << text;
        try {
            read_spec(folder_);
        } catch (LaunchError const& error) {
            return error.what();
        }
        return "no error";
    }
    std::string written(Spec const& spec) {
        write_spec(folder_, spec);
        return content_of(folder_.spec());
    }
    static std::string replaced(std::string text, std::string const& part, std::string const& by) {
        auto const at = text.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        return text.replace(at, part.size(), by);
    }

    ScratchFolder scratch_;
    JobFolder folder_{scratch_.path()};
};

Spec full() {
    Spec spec;
    spec.argv = {"/bin/x", "--text=$(rm -rf /); 'q' \"d\" \n \\ `id`",
                 "--empty=", "--unicode=\u00e9\U0001f30c"};
    spec.environment = {{"A", "b=c"}, {"EMPTY", ""}};
    spec.wall_time_s = 12.5;
    spec.grace_s = 0.25;
    spec.stop_signal = SIGINT;
    spec.cores = 7;
    spec.cgroup = "/sys/fs/cgroup/jobs";
    spec.scratch = "/dev/shm/x";
    spec.limits = {1, 2, 3};
    spec.success = {0};
    spec.after = {{{"/bin/plot", "rays.h5"}, "picture", 60}};
    return spec;
}

TEST_F(SpecFile, ComesBackAsItWas) {
    auto const spec = full();
    write_spec(folder_, spec);
    auto const read = read_spec(folder_);
    EXPECT_EQ(read.argv, spec.argv);
    EXPECT_EQ(read.environment, spec.environment);
    EXPECT_EQ(read.wall_time_s, spec.wall_time_s);
    EXPECT_EQ(read.grace_s, spec.grace_s);
    EXPECT_EQ(read.stop_signal, spec.stop_signal);
    EXPECT_EQ(read.cores, spec.cores);
    EXPECT_EQ(read.cgroup, spec.cgroup);
    EXPECT_EQ(read.scratch, spec.scratch);
    EXPECT_EQ(read.limits.open_files, 3u);
    EXPECT_EQ(read.success, spec.success);
    ASSERT_EQ(read.after.size(), 1u);
    EXPECT_EQ(read.after[0].argv, spec.after[0].argv);
    EXPECT_EQ(read.after[0].wall_time_s, 60);
}

TEST_F(SpecFile, LeavesNoTemporaryFile) {
    write_spec(folder_, full());
    auto const files = std::distance(std::filesystem::directory_iterator(scratch_.path()), {});
    EXPECT_EQ(files, 1);
}

TEST_F(SpecFile, CutShortAnywhereIsRefused) {
    auto const text = written(full());
    for (std::size_t length = 0; length + 2 < text.size();
         ++length)  // the last two bytes are "}" and a line end
        ASSERT_NE(error_of(text.substr(0, length)), "no error") << length;
}

TEST_F(SpecFile, FaultsAreNamed) {
    auto const text = written(full());
    auto const file = folder_.spec().string();
    std::vector<std::array<std::string, 3>> const faults = {
        {"\"cores\": 7", "\"cores\": \"7\"", "/cores: an integer from 1"},
        {"\"cores\": 7", "\"cores\": 0", "/cores: an integer from 1"},
        {"\"cores\": 7", "\"cores\": 7, \"cores\": 8", "\"cores\" stands twice"},
        {"\"cores\": 7", "\"cores\": 7, \"shell\": true", "/shell: this member is not known"},
        {"\"cores\": 7,", "", "the member \"cores\" is missing"},
        {"\"/bin/x\"", "\"x\"", "argv: the program must be an absolute path"},
        {"\"--empty=\"", "1", "/argv/2: a text is expected, not number"},
        {"\"--empty=\"", "\"\\u0000\"", "/argv/2: the text holds a NUL"},
        {"\"INT\"", "\"KILL\"", "/stop_signal: is not USR1, TERM or INT"},
        {"12.5", "-1", "wall_time_s must be from 0"},
        {"12.5", "1e300", "wall_time_s must be from 0"},
        {"0.25", "null", "/grace_s: a number is expected, not null"},
        {"\"A\"", "\"A=\"", "environment: \"A=\""},
        {"\"work\"", "\"../other\"", "working_directory must lie in the job folder"},
        {"\"work\"", "\"/etc\"", "working_directory must lie in the job folder"},
        {"/sys/fs/cgroup/jobs", "jobs", "cgroup must be"},
        {"/dev/shm/x", "x", "scratch must be an absolute path"},
        {"/bin/plot", "plot", "after: the program must be an absolute path"},
        {"vespa-spec/1", "vespa-spec/2", "/format: is not vespa-spec/1"},
    };
    for (auto const& [part, by, message] : faults) {
        auto const error = error_of(replaced(text, part, by));
        EXPECT_TRUE(error.starts_with(file)) << error;
        EXPECT_NE(error.find(message), std::string::npos) << by << " gave " << error;
    }
}

TEST_F(SpecFile, WhatIsNoFileIsRefused) {
    EXPECT_THROW(read_spec(folder_), LaunchError);  // missing
    std::filesystem::create_symlink("/etc/hostname", folder_.spec());
    EXPECT_THROW(read_spec(folder_), LaunchError);
    std::filesystem::remove(folder_.spec());
    std::filesystem::create_directory(folder_.spec());
    EXPECT_THROW(read_spec(folder_), LaunchError);
}

TEST_F(SpecFile, BadTextIsNotWritten) {
    auto spec = full();
    spec.argv.push_back("--bytes=\xff\xfe");  // JSON holds text only
    EXPECT_THROW(write_spec(folder_, spec), LaunchError);
    spec.argv.back() = std::string("--nul=\0", 7);
    EXPECT_THROW(write_spec(folder_, spec), LaunchError);
    EXPECT_FALSE(std::filesystem::exists(folder_.spec()));
}

}  // namespace
}  // namespace vespa::uws
