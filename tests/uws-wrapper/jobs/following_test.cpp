// What becomes of runs: at a cluster, when they are lost, when they cannot be started.
#include "uws-wrapper/jobs/jobs_fixture.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST_F(JobsTest, AStartThatFailsForAPassingCauseIsTriedAgain) {
    launcher.fail = launcher.passing = true;
    std::string const id = create("needed=one&PHASE=RUN");
    std::string const aborted = create("needed=one&PHASE=RUN");
    until([&] { return jobs->table().find_any(id)->failing_since.has_value(); });
    EXPECT_EQ(job(id).phase, Phase::queued);
    until([&] { return jobs->table().find_any(aborted)->retry.has_value(); });
    change(aborted, "PHASE=ABORT");
    until(aborted, Phase::aborted);
    launcher.fail = false;
    until(id, Phase::executing);
    EXPECT_EQ(launcher.starts(), 1u);
}

TEST_F(JobsTest, PatienceWithStartsHasAnEnd) {
    policy.start_patience = 0s;
    make();
    launcher.fail = launcher.passing = true;
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::error);
    EXPECT_NE(job(id).error->message.find("the disk is full"), std::string::npos);
}

TEST_F(JobsTest, AClustersStatesAreTheJobsPhases) {
    using Kind = RunState::Kind;
    launcher.begins_as = Kind::queued;
    std::string const id = create("needed=one&PHASE=RUN");
    until([&] { return jobs->table().find_any(id)->watch.has_value(); });
    EXPECT_EQ(job(id).phase, Phase::queued);
    for (auto const& [kind, phase] :
         {std::pair(Kind::held, Phase::held), std::pair(Kind::queued, Phase::queued),
          std::pair(Kind::running, Phase::executing), std::pair(Kind::suspended, Phase::suspended),
          std::pair(Kind::held, Phase::held), std::pair(Kind::running, Phase::executing),
          std::pair(Kind::queued, Phase::queued), std::pair(Kind::suspended, Phase::suspended)}) {
        launcher.tell(id, {kind, {}, {}});
        until(id, phase);
    }
    EXPECT_TRUE(job(id).started);
    launcher.end(id, ExitReason::exited, 0);
    until(id, Phase::completed);
}

TEST_F(JobsTest, RunLetsAHeldJobGoOn) {
    launcher.begins_as = RunState::Kind::held;
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::held);
    change(id, "PHASE=RUN");
    EXPECT_EQ(job(id).phase, Phase::queued);
    EXPECT_EQ(launcher.released, std::vector<std::string>{id});
    EXPECT_EQ(launcher.starts(), 1u);
    change(id, "PHASE=ABORT");
    EXPECT_EQ(launcher.stopped, std::vector<std::string>{id});
}

TEST_F(JobsTest, ALostRunIsTriedAsOftenAsItsCodeAllows) {
    codes.at("example").launch.attempts = 2;
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::executing);
    std::ofstream(jobs->folder_of(job(id)).work() / "out.txt") << "half";
    launcher.tell(id, {RunState::Kind::lost, {}, "the node failed"});
    until([&] { return launcher.starts() == 2; });
    until(id, Phase::executing);
    EXPECT_FALSE(std::filesystem::exists(jobs->folder_of(job(id)).work() / "out.txt"));
    launcher.tell(id, {RunState::Kind::lost, {}, "the node failed"});
    until(id, Phase::error);
    EXPECT_TRUE(job(id).error->transient);
    EXPECT_EQ(launcher.starts(), 2u);
}

TEST_F(JobsTest, ARunThatCannotBeLookedForNowIsNotStartedAnew) {
    Job old;
    old.id = "somewhere";
    old.code = "example";
    old.phase = Phase::queued;
    old.cores = 1;
    old.parameters = {{"needed", "one", false, ""}};
    launcher.unknown = true;
    launcher.states = {{"somewhere", {RunState::Kind::running, {}, {}}}};
    make({old});
    EXPECT_EQ(job("somewhere").phase, Phase::queued);
    launcher.unknown = false;
    until("somewhere", Phase::executing);
    EXPECT_EQ(launcher.starts(), 0u);
}

}  // namespace
}  // namespace vespa::uws
