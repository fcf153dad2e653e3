#include "launch/slurm_commands.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "launch/launch_error.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

/// Commands that say what they were called with, as a Slurm that is not there cannot.
class Commands : public testing::Test {
  protected:
    void SetUp() override {
        for (auto const* name : {"sbatch", "squeue", "scancel", "scontrol"})
            write(name, "exit 0");
    }
    void write(std::string const& name, std::string const& body) {
        auto const file = folder_.path() / name;
        std::ofstream(file) << "#!/bin/sh\n" << body << '\n';
        ::chmod(file.c_str(), 0755);
    }
    SlurmCommands commands() {
        settings_.commands = folder_.path();
        return SlurmCommands(settings_);
    }
    std::vector<std::string> submission(Spec const& spec, std::string const& name = "job") {
        return commands().submission("uws-1", JobFolder(folder_.path() / name), spec, "/step", "/shim");
    }
    static bool has(std::vector<std::string> const& arguments, std::string const& argument) {
        return std::find(arguments.begin(), arguments.end(), argument) != arguments.end();
    }

    ScratchFolder folder_;
    SlurmSettings settings_;
};

TEST_F(Commands, ThatAreMissingAreNamed) {
    std::filesystem::remove(folder_.path() / "scancel");
    try {
        commands();
        FAIL();
    } catch (LaunchError const& error) {
        EXPECT_NE(std::string(error.what()).find("scancel: is not there"), std::string::npos) << error.what();
    }
}

TEST_F(Commands, AJobIsHandedOverAsArguments) {
    Spec spec;
    spec.cores = 3;
    spec.wall_time_s = 100;
    spec.grace_s = 10;
    spec.memory_bytes = (1U << 20U) + 1;
    settings_.partition = "planets";
    auto const arguments = submission(spec);
    for (auto const* wanted : {"--parsable", "--job-name=uws-1", "--ntasks=3", "--nodes=1", "--time=3",
                               "--mem=2M", "--partition=planets", "--no-requeue"})
        EXPECT_TRUE(has(arguments, wanted)) << wanted;
    EXPECT_EQ(std::vector<std::string>(arguments.end() - 3, arguments.end()),
              (std::vector<std::string>{"/step", "/shim", folder_.path() / "job"}));
}

TEST_F(Commands, WhatIsNotSetIsLeftToTheSite) {
    Spec spec;
    settings_.nodes = 0;
    for (auto const& argument : submission(spec))
        for (auto const* option :
             {"--time", "--mem", "--partition", "--account", "--qos", "--nodes", "--constraint"})
            EXPECT_FALSE(argument.starts_with(option)) << argument;
}

TEST_F(Commands, APathThatSlurmWouldReadAsAPatternIsRefused) {
    EXPECT_THROW(submission(Spec{}, "50%j"), LaunchError);
}

TEST_F(Commands, TheAnswerIsTheJobsNumber) {
    write("sbatch", "echo '4711;cluster'");
    EXPECT_EQ(commands().submit({"sbatch"}, -1), 4711);
}

TEST_F(Commands, ARefusalIsNotAnOutage) {
    write("sbatch", "echo 'sbatch: error: Batch job submission failed: Invalid account' >&2; exit 1");
    try {
        commands().submit({"sbatch"}, -1);
        FAIL();
    } catch (PassingLaunchError const&) {
        FAIL() << "would be tried for ever";
    } catch (LaunchError const& error) {
        EXPECT_NE(std::string(error.what()).find("Invalid account"), std::string::npos);
    }
    write("sbatch", "echo 'sbatch: error: Unable to contact slurm controller (connect failure)' >&2; exit 1");
    EXPECT_THROW(commands().submit({"sbatch"}, -1), PassingLaunchError);
    write("sbatch", "echo nonsense");
    EXPECT_THROW(commands().submit({"sbatch"}, -1), LaunchError);
}

TEST_F(Commands, ThatHangAreEnded) {
    settings_.patience = std::chrono::milliseconds(100);
    write("squeue", "exec sleep 600");
    EXPECT_THROW(commands().queue(), PassingLaunchError);
}

TEST_F(Commands, SeeNothingOfTheServersEnvironment) {
    ::setenv("SQUEUE_FORMAT", "nonsense", 1);
    settings_.configuration = "/site/slurm.conf";
    write("squeue", "echo \"1|$SLURM_CONF|uws-1|${SQUEUE_FORMAT-none}\"");
    auto const queue = commands().queue();
    ::unsetenv("SQUEUE_FORMAT");
    EXPECT_EQ(queue.at("uws-1").state, "/site/slurm.conf");
    EXPECT_EQ(queue.at("uws-1").reason, "none");
}

TEST_F(Commands, AccountingIsAskedIfThereIsOne) {
    EXPECT_EQ(commands().state_in_accounting(7), std::nullopt);
    write("sacct", "echo 'CANCELLED by 1000'");
    EXPECT_EQ(commands().state_in_accounting(7), "CANCELLED");
}

}  // namespace
}  // namespace vespa::uws
