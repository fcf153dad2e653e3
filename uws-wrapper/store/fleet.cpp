#include "store/fleet.hpp"

#include "store/postgres_layout.hpp"
#include "store/postgres_store.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto slice = 200ms;                 // without news: how soon the end of this server is seen
constexpr auto patience_for_name = 5s;        // the connection of a killed server lives on for a moment
constexpr char const* remembered = "7 days";  // how long the store knows what was erased

}  // namespace

Fleet::Fleet(Settings settings, std::function<void(News)> told)
    : settings_(std::move(settings)), told_(std::move(told)), connection_(settings_.conninfo) {
    bring_postgres_layout_up_to_date(connection_);
    auto const end = Clock::now() + patience_for_name;
    for (;;)
        try {
            take_name();
            break;
        } catch (StoreError const&) {
            if (Clock::now() > end) throw;
            std::this_thread::sleep_for(slice);
        }
    live_on();
    auto const newest = connection_.run("SELECT coalesce(max(revision),0) FROM job");
    seen_ = newest.number(0, 0);
    thread_ = std::thread([this] { run(); });
}

Fleet::~Fleet() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Fleet::carried_out(std::int64_t wish) {
    std::lock_guard const lock(mutex_);
    carried_out_.push_back(wish);
}

std::string Fleet::failure() const {
    std::lock_guard const lock(mutex_);
    return failure_;
}

void Fleet::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        lock.unlock();
        std::string failure;
        try {
            turn();
        } catch (std::exception const& error) {
            failure = error.what();
        }
        lock.lock();
        failure_ = failure;
        if (!failure.empty()) wake_.wait_for(lock, 1s, [this] { return ending_; });
    }
}

void Fleet::turn() {
    News news;
    if (life_ != connection_.life()) take_name();
    if (Clock::now() >= next_sign_) {
        live_on();
        adopt(news);
    }
    forget_wishes();
    look_around(news);
    if (!news.changed.empty() || !news.gone.empty() || !news.wishes.empty() || !news.adopted.empty())
        told_(std::move(news));
    connection_.wait_for_notice(slice);
}

/// Two servers of one name would both run its jobs: the name is a lock that ends with the connection.
void Fleet::take_name() {
    auto const taken = connection_.run("SELECT pg_try_advisory_lock(hashtext('vespa_uws'),hashtext($1))",
                                       {settings_.server});
    if (taken.text(0, 0) != "t")
        throw StoreError("store: a server named '" + settings_.server +
                         "' is at work on this database; each needs a name of its own");
    connection_.run_all("LISTEN vespa_uws");
    life_ = connection_.life();
}

void Fleet::live_on() {
    connection_.run(
        "INSERT INTO vespa_server VALUES ($1, now() + $2 * interval '1 second')"
        " ON CONFLICT (name) DO UPDATE SET alive_until=EXCLUDED.alive_until",
        {settings_.server, std::int64_t{settings_.lease.count()}});
    connection_.run_all(std::string("DELETE FROM vespa_gone WHERE since < now() - interval '") + remembered +
                        "'; DELETE FROM vespa_wish WHERE job NOT IN (SELECT id FROM job);"
                        " DELETE FROM vespa_key WHERE NOT EXISTS (SELECT 1 FROM job WHERE id=vespa_key.job)");
    next_sign_ = Clock::now() + settings_.lease / 3;
}

void Fleet::adopt(News& news) {
    // Seldom: so the lock, under which everybody commits, is only taken if there is somebody to be buried.
    std::string const dead =
        "server<>$1 AND NOT EXISTS (SELECT 1 FROM vespa_server s"
        " WHERE s.name=job.server AND s.alive_until >= now())";
    if (connection_.run("SELECT 1 FROM job WHERE " + dead + " LIMIT 1", {settings_.server}).count() == 0)
        return;
    wish_seen_ = 0;  // those to the dead server are ours now
    news.adopted = connection_.in_transaction([&] {
        connection_.run("SELECT pg_advisory_xact_lock($1)", {std::int64_t{postgres_lock}});
        auto const rows =
            connection_.run("UPDATE job SET server=$1,revision=nextval('vespa_revision') WHERE " + dead +
                                " RETURNING " + postgres_job_columns(),
                            {settings_.server});
        std::deque<Job> jobs;
        for (int row = 0; row < rows.count(); ++row)
            jobs.push_back(read_postgres_job(rows, row));
        connection_.run_all("NOTIFY vespa_uws");
        return in_order_of_creation(std::move(jobs));
    });
}

void Fleet::look_around(News& news) {
    // One picture: what becomes visible after it has a greater revision (changes are committed in their
    // order).
    connection_.in_transaction([&] {
        connection_.run_all("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        auto const newest = connection_.run(
            "SELECT greatest((SELECT max(revision) FROM job),(SELECT max(revision) FROM vespa_gone))");
        if (!newest.is_null(0, 0) && newest.number(0, 0) > seen_) {
            auto const jobs =
                connection_.run("SELECT " + postgres_job_columns() +
                                    " FROM job WHERE revision>$1 AND server<>$2 ORDER BY revision",
                                {seen_, settings_.server});
            for (int row = 0; row < jobs.count(); ++row)
                news.changed.push_back(read_postgres_job(jobs, row));
            auto const gone = connection_.run("SELECT id FROM vespa_gone WHERE revision>$1", {seen_});
            for (int row = 0; row < gone.count(); ++row)
                news.gone.push_back(gone.text(row, 0));
            seen_ = newest.number(0, 0);
        }
        auto const wishes = connection_.run(
            "SELECT w.number,w.job,w.form FROM vespa_wish w JOIN job ON job.id=w.job"
            " WHERE job.server=$1 AND w.number>$2 ORDER BY w.number",
            {settings_.server, wish_seen_});
        for (int row = 0; row < wishes.count(); ++row) {
            wish_seen_ = wishes.number(row, 0);
            news.wishes.push_back({wish_seen_, wishes.text(row, 1), wishes.text(row, 2)});
        }
        return 0;
    });
}

void Fleet::forget_wishes() {
    std::vector<std::int64_t> done;
    {
        std::lock_guard const lock(mutex_);
        done.swap(carried_out_);
    }
    for (auto const number : done)
        connection_.run("DELETE FROM vespa_wish WHERE number=$1", {number});
}

}  // namespace vespa::uws
