// The admin's NAME.launch.json over the description.
#include <gtest/gtest.h>

#include "codes/command_line.hpp"
#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

json full_overlay() {
    return {{"format", "vespa-launch/1"},
            {"program", "/opt/vespa/raytrace"},
            {"ranks_default", 3},
            {"ranks_max", 4},
            {"mpirun_from", 2},
            {"wall_time_s", 600},
            {"wall_time_max_s", 3600},
            {"grace_s", 5},
            {"stop_signal", "TERM"},
            {"limits", {{"file_bytes", 1000000}}},
            {"environment", {{"MPLCONFIGDIR", "{scripts}/cache"}}},
            {"results",
             {{{"name", "picture"},
               {"file", "rays.png"},
               {"content_type", "image/png"},
               {"annotation", "the rays, drawn"},
               {"main", false}}}},
            {"after",
             {{{"argv", {"{python}", "{scripts}/plot", "rays.h5", "-o", "rays.png"}},
               {"result", "picture"},
               {"wall_time_s", 120}}}}};
}

TEST(Overlays, ChangeHowACodeIsRun) {
    auto const description = DescriptionFolder().read(sample_description(), full_overlay());
    EXPECT_EQ(description.program, "/opt/vespa/raytrace");
    EXPECT_EQ(description.launch.ranks_default, 3);
    EXPECT_EQ(description.find("ranks")->default_value, "3");
    EXPECT_EQ(description.find("ranks")->max, "4");
    EXPECT_EQ(description.launch.mpirun_from, 2);
    EXPECT_EQ(description.launch.wall_time_s, 600);
    EXPECT_EQ(description.launch.wall_time_max_s, 3600);
    EXPECT_EQ(description.launch.grace_s, 5);
    EXPECT_EQ(description.launch.stop_signal, SIGTERM);
    EXPECT_EQ(description.launch.limits.file_bytes, 1000000u);
    EXPECT_EQ(description.launch.limits.memory_bytes, 0u);
    ASSERT_EQ(description.results.size(), 2u);
    EXPECT_EQ(description.main_result()->name, "rays");
}

TEST(Overlays, ReachTheTask) {
    DescriptionFolder const folder;
    auto const description = folder.read(sample_description(), full_overlay());
    Places const places{.programs = "/usr/bin", .scripts = "/usr/share/vespa/scripts", .max_ranks = 8};
    auto const task = make_task(description, {{"frequencies", "1"}}, JobFolder(folder.path()), places, 60);
    EXPECT_EQ(task.argv.front(), "/opt/vespa/raytrace");
    EXPECT_EQ(task.ranks, 3);
    EXPECT_EQ(task.wall_time_s, 60);
    EXPECT_EQ(task.grace_s, 5);
    EXPECT_EQ(task.stop_signal, SIGTERM);
    EXPECT_EQ(task.environment.at("MPLCONFIGDIR"), "/usr/share/vespa/scripts/cache");
    ASSERT_EQ(task.after.size(), 1u);
    EXPECT_EQ(task.after[0].argv,
              (std::vector<std::string>{"/usr/bin/python3", "/usr/share/vespa/scripts/plot", "rays.h5", "-o",
                                        "rays.png"}));
    EXPECT_EQ(task.after[0].result, "picture");
    EXPECT_EQ(task.after[0].wall_time_s, 120);
}

TEST(Overlays, FaultsAreNamed) {
    std::vector<std::pair<json, char const*>> const faults = {
        {{{"format", "vespa-launch/2"}}, "/format: \"vespa-launch/1\" is expected"},
        {{{"format", "vespa-launch/1"}, {"shell", true}}, "/shell: this member is not known"},
        {{{"format", "vespa-launch/1"}, {"stop_signal", "KILL"}},
         "/stop_signal: USR1, TERM or INT is expected"},
        {{{"format", "vespa-launch/1"}, {"wall_time_s", -1}}, "/wall_time_s: seconds from 0"},
        {{{"format", "vespa-launch/1"}, {"wall_time_s", 9}, {"wall_time_max_s", 8}}, "wall_time_s is above"},
        {{{"format", "vespa-launch/1"}, {"limits", {{"cores", 1}}}},
         "/limits/cores: this member is not known"},
        {{{"format", "vespa-launch/1"}, {"environment", {{"A=B", "c"}}}}, "environment: \"A=B\" is no name"},
        {{{"format", "vespa-launch/1"}, {"environment", {{"A", 1}}}}, "/environment/A: a text is expected"},
        {{{"format", "vespa-launch/1"}, {"after", {{{"argv", json::array()}}}}}, "after: argv is empty"},
        {{{"format", "vespa-launch/1"}, {"after", {{{"argv", {"{shell}"}}}}}}, "{shell} is no placeholder"},
        {{{"format", "vespa-launch/1"}, {"after", {{{"argv", {"/bin/true"}}, {"result", "film"}}}}},
         "there is no result \"film\""},
    };
    DescriptionFolder const folder;
    for (auto const& [overlay, message] : faults) {
        auto const error = folder.error_of(sample_description(), overlay);
        EXPECT_NE(error.find(message), std::string::npos) << message << " is not what is said: " << error;
    }
}

}  // namespace
}  // namespace vespa::uws
