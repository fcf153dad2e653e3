#include "launch/launch_settings.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

LaunchSettings read(char const* text) {
    return read_launch_settings(Settings::parse(text, "/etc/uws.toml").table("launcher"));
}

TEST(LaunchSettings, EverythingHasADefault) {
    auto const settings = read("");
    EXPECT_EQ(settings.kind, LaunchSettings::Kind::local);
    EXPECT_FALSE(settings.oversubscribe);
    EXPECT_EQ(shared_cores(settings, 3), 3);
}

TEST(LaunchSettings, AreReadFromTheirTables) {
    auto const settings = read(
        "[launcher]\nkind = \"slurm\"\npatience = \"90 s\"\n[launcher.weights]\n\"ada@example.org\" = 3\n"
        "[launcher.slurm]\ncores = 64\npartition = \"planets\"\nnodes = 0\nmemory-per-core = \"2 GiB\"\n"
        "interval = \"5 s\"\nconfiguration = \"slurm.conf\"\n");
    EXPECT_EQ(settings.kind, LaunchSettings::Kind::slurm);
    EXPECT_EQ(settings.patience, std::chrono::seconds(90));
    EXPECT_EQ(settings.weights.at("ada@example.org"), 3);
    EXPECT_EQ(shared_cores(settings, 3), 64);
    EXPECT_EQ(settings.slurm.partition, "planets");
    EXPECT_EQ(settings.slurm.nodes, 0);
    EXPECT_EQ(settings.slurm.memory_per_core, std::uint64_t{2} << 30U);
    EXPECT_EQ(settings.slurm.interval, std::chrono::seconds(5));
    EXPECT_EQ(settings.slurm.configuration, "/etc/slurm.conf");
}

TEST(LaunchSettings, WhatIsWrongIsRefused) {
    for (auto const* text : {"[launcher]\nkind = \"pbs\"", "[launcher]\nnonsense = 1",
                             "[launcher]\ncgroup = \"here\"", "[launcher.weights]\nada = 0",
                             "[launcher.slurm]\ncores = 0", "[launcher.slurm]\npartition = \"a b\"",
                             "[launcher.slurm]\naccount = \"--wrap=x\\n\"", "[launcher.slurm]\nnonsense = 1"})
        EXPECT_THROW(read(text), BadSetting) << text;
}

}  // namespace
}  // namespace vespa::uws
