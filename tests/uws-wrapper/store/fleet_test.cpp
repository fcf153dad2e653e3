// Several servers on one database.
#include "store/fleet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "store/postgres_layout.hpp"
#include "store/postgres_store.hpp"
#include "uws-wrapper/store/example_job.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

/// What one server is told.
class Ear {
  public:
    void hear(News news) {
        std::lock_guard const lock(mutex_);
        std::move(news.changed.begin(), news.changed.end(), std::back_inserter(heard_.changed));
        std::move(news.gone.begin(), news.gone.end(), std::back_inserter(heard_.gone));
        std::move(news.wishes.begin(), news.wishes.end(), std::back_inserter(heard_.wishes));
        std::move(news.adopted.begin(), news.adopted.end(), std::back_inserter(heard_.adopted));
        came_.notify_all();
    }
    /// Waits until what has been heard is as wanted.
    template <class Wanted>
    News until(Wanted wanted) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(came_.wait_for(lock, 60s, [&] { return wanted(heard_); }));
        return heard_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    News heard_;
};

class FleetTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char const* const database = std::getenv("VESPA_POSTGRES");
        if (database == nullptr) GTEST_SKIP() << "VESPA_POSTGRES names no database";
        database_ = database;
        PostgresConnection(database_).run_all("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
    std::unique_ptr<Fleet> join(std::string const& name, Ear& ear, std::chrono::seconds lease = 60s) const {
        return std::make_unique<Fleet>(Fleet::Settings{database_, name, lease},
                                       [&ear](News news) { ear.hear(std::move(news)); });
    }
    std::unique_ptr<PostgresStore> store(std::string const& name) const {
        return std::make_unique<PostgresStore>(database_, name);
    }
    static Job job_in(Phase phase) {
        Job job = example_job();
        job.phase = phase;
        job.delete_requested = false;
        return job;
    }
    static std::vector<Change> put(Job const& job) { return {Change{job.id, job}}; }
    std::string database_;
};

TEST_F(FleetTest, TellsWhatOthersDo) {
    Ear one, two;
    auto const first = join("one", one), second = join("two", two);
    Job job = job_in(Phase::executing);
    store("one")->write(put(job));
    News const news = two.until([](News const& heard) { return !heard.changed.empty(); });
    EXPECT_EQ(news.changed[0].server, "one");
    EXPECT_EQ(news.changed[0].phase, Phase::executing);
    store("one")->write(std::vector{Change{job.id, std::nullopt}});
    EXPECT_EQ(two.until([](News const& heard) { return !heard.gone.empty(); }).gone[0], job.id);
    EXPECT_TRUE(one.until([](News const&) { return true; }).changed.empty());
}

TEST_F(FleetTest, ARunningJobIsItsServersOnly) {
    store("one")->write(put(job_in(Phase::executing)));
    Job seen = store("two")->load().at(0);
    EXPECT_EQ(seen.server, "one");
    seen.phase = Phase::completed;
    EXPECT_EQ(store("two")->write(put(seen)), std::vector{seen.id});
    EXPECT_EQ(store("two")->load().at(0).phase, Phase::executing);
    store("two")->write(std::vector{Change{seen.id, std::nullopt}});
    EXPECT_EQ(store("two")->load().size(), 1u);
}

TEST_F(FleetTest, APendingJobIsTakenOverByWhoeverIsFirst) {
    store("one")->write(put(job_in(Phase::pending)));
    Job two = store("two")->load().at(0), three = store("three")->load().at(0);
    two.phase = Phase::queued;
    three.run_id = "late";
    EXPECT_TRUE(store("two")->write(put(two)).empty());
    EXPECT_EQ(store("three")->write(put(three)), std::vector{three.id});
    Job const now = store("one")->load().at(0);
    EXPECT_EQ(now.server, "two");
    EXPECT_EQ(now.phase, Phase::queued);
    // Nor does the first owner get it back by what it still thinks.
    EXPECT_EQ(store("one")->write(put(job_in(Phase::queued))).size(), 1u);
}

TEST_F(FleetTest, AnIdempotencyKeyStandsForOneJobOfAllServers) {
    Job first = job_in(Phase::pending), second = first;
    first.kin.key = second.kin.key = "k";
    second.id = std::string(32, 'b');
    EXPECT_TRUE(store("one")->write(put(first)).empty());
    EXPECT_EQ(store("two")->write(put(second)), std::vector{second.id});
    EXPECT_EQ(store("two")->load().size(), 1u);
    EXPECT_TRUE(store("one")->write(put(first)).empty());  // a later change of the same job
    Job other = second;
    other.owner = "somebody";  // whose key is another
    other.id = std::string(32, 'c');
    EXPECT_TRUE(store("two")->write(put(other)).empty());
    // Whoever knows the job that has the key may make the next one; the earlier goes on living.
    second.kin.key_before = first.id;
    EXPECT_TRUE(store("two")->write(put(second)).empty());
    first.phase = Phase::queued;
    EXPECT_TRUE(store("one")->write(put(first)).empty());
    // The key of a job that is being deleted is free.
    second.delete_requested = true;
    EXPECT_TRUE(store("two")->write(put(second)).empty());
    Job third = second;
    third.id = std::string(32, 'd');
    third.kin.key_before.clear();
    third.delete_requested = false;
    EXPECT_TRUE(store("one")->write(put(third)).empty());
}

TEST_F(FleetTest, KeysOfAnEarlierLayoutAreTakenOver) {
    Job job = job_in(Phase::pending);
    job.kin.key = "k";
    store("one")->write(put(job));
    PostgresConnection(database_).run_all("DROP TABLE vespa_key; UPDATE vespa_layout SET version=1");
    Job again = job;
    again.id = std::string(32, 'b');
    EXPECT_EQ(store("two")->write(put(again)), std::vector{again.id});
}

TEST_F(FleetTest, WishesReachTheServerOfTheJobUntilTheyAreCarriedOut) {
    Job const job = job_in(Phase::executing);
    store("one")->write(put(job));
    store("two")->write(std::vector{Change{job.id, std::nullopt, "PHASE=ABORT"},
                                    Change{"none", std::nullopt, "PHASE=ABORT"}});
    std::int64_t number = 0;
    for (int time = 0; time < 2; ++time) {  // a server that ended before it could
        Ear one;
        auto const fleet = join("one", one);
        News const news = one.until([](News const& heard) { return !heard.wishes.empty(); });
        ASSERT_EQ(news.wishes.size(), 1u);
        EXPECT_EQ(news.wishes[0].job, job.id);
        EXPECT_EQ(news.wishes[0].form, "PHASE=ABORT");
        number = news.wishes[0].number;
    }
    Ear one;
    auto const fleet = join("one", one);
    fleet->carried_out(number);
    PostgresConnection look(database_);
    for (int i = 0; i < 600 && look.run("SELECT 1 FROM vespa_wish").count() > 0; ++i)
        std::this_thread::sleep_for(100ms);
    EXPECT_EQ(look.run("SELECT 1 FROM vespa_wish").count(), 0);
}

TEST_F(FleetTest, TheJobsOfADeadServerAreAdoptedWhenItsLeaseHasEnded) {
    Ear one, two;
    {
        auto const fleet = join("one", one, 2s);
        store("one")->write(put(job_in(Phase::executing)));
    }
    auto const fleet = join("two", two, 2s);
    News const news = two.until([](News const& heard) { return !heard.adopted.empty(); });
    EXPECT_EQ(news.adopted[0].server, "two");
    EXPECT_EQ(news.adopted[0].phase, Phase::executing);
    // The dead one, come back, can no more write it.
    EXPECT_EQ(store("one")->write(put(job_in(Phase::completed))).size(), 1u);
}

TEST_F(FleetTest, ALivingServerKeepsItsJobs) {
    Ear one, two;
    auto const first = join("one", one, 1s), second = join("two", two, 1s);
    store("one")->write(put(job_in(Phase::executing)));
    std::this_thread::sleep_for(3s);
    EXPECT_TRUE(two.until([](News const& heard) { return !heard.changed.empty(); }).adopted.empty());
}

TEST_F(FleetTest, ANameIsOneServersOnly) {
    Ear one;
    std::optional<std::unique_ptr<Fleet>> fleet = join("one", one);
    try {
        join("one", one);
        FAIL() << "two servers of one name";
    } catch (StoreError const& error) {
        EXPECT_NE(std::string(error.what()).find("'one'"), std::string::npos);
    }
    fleet.reset();
    join("one", one);
}

TEST_F(FleetTest, ALostConnectionIsMadeAnew) {
    Ear one, two;
    auto const first = join("one", one), second = join("two", two);
    auto const writer = store("one");
    PostgresConnection(database_).run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    // The first write may meet the dead connection: it is told, and the next succeeds.
    try {
        writer->write(put(job_in(Phase::executing)));
    } catch (StoreError const&) {
        writer->write(put(job_in(Phase::executing)));
    }
    EXPECT_EQ(two.until([](News const& heard) { return !heard.changed.empty(); }).changed[0].server, "one");
}

TEST_F(FleetTest, ANewerLayoutIsRefusedWithAMessage) {
    store("one");
    PostgresConnection(database_).run_all("UPDATE vespa_layout SET version=" +
                                          std::to_string(postgres_layout_version() + 1));
    try {
        store("one");
        FAIL() << "it was opened";
    } catch (StoreError const& error) {
        EXPECT_NE(std::string(error.what()).find("newer version"), std::string::npos);
    }
}

TEST_F(FleetTest, ADatabaseThatIsNotThereIsSaidSo) {
    EXPECT_THROW(PostgresStore("host=/nowhere dbname=none", "one"), StoreError);
    EXPECT_THROW(PostgresStore("nonsense", "one"), StoreError);
}

}  // namespace
}  // namespace vespa::uws
