#include "store/sqlite_store.hpp"

#include "store/job_json.hpp"
#include "store/statement.hpp"

namespace vespa::uws {
namespace {

constexpr int layout_version = 2;

// Times are milliseconds since 1970-01-01 UTC; parameters, results and error are JSON (job_json.hpp).
constexpr char const* layout_1 = R"(
CREATE TABLE job (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, owner TEXT NOT NULL, run_id TEXT, phase TEXT NOT NULL,
  created_ms INTEGER NOT NULL, queued_ms INTEGER, started_ms INTEGER, ended_ms INTEGER, quote_ms INTEGER,
  destruction_ms INTEGER, duration_s INTEGER NOT NULL, parameters TEXT NOT NULL, results TEXT NOT NULL,
  error TEXT NOT NULL, cores INTEGER NOT NULL, ranks INTEGER NOT NULL,
  abort_requested INTEGER NOT NULL, delete_requested INTEGER NOT NULL
) WITHOUT ROWID;
)";

constexpr char const* layout_2 = "ALTER TABLE job ADD COLUMN kinship TEXT NOT NULL DEFAULT '';";

constexpr std::string_view select_jobs =
    "SELECT id, code, owner, run_id, phase, created_ms, queued_ms, started_ms, ended_ms, quote_ms, "
    "destruction_ms,"
    " duration_s, parameters, results, error, cores, ranks, abort_requested, delete_requested, kinship"
    " FROM job ORDER BY created_ms";
constexpr std::string_view put_job =
    "INSERT OR REPLACE INTO job (id, code, owner, run_id, phase, created_ms, queued_ms, started_ms, "
    "ended_ms, quote_ms,"
    " destruction_ms, duration_s, parameters, results, error, cores, ranks, abort_requested, "
    "delete_requested, kinship)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

std::int64_t to_ms(Instant instant) {
    return instant.time_since_epoch().count();
}

std::optional<std::int64_t> to_ms(std::optional<Instant> const& instant) {
    if (!instant) return std::nullopt;
    return to_ms(*instant);
}

std::optional<Instant> from_ms(std::optional<std::int64_t> ms) {
    if (!ms) return std::nullopt;
    return Instant(std::chrono::milliseconds(*ms));
}

void bind(Statement& row, Job const& job) {
    row.bind(0, job.id);
    row.bind(1, job.code);
    row.bind(2, job.owner);
    row.bind_or_null(3, job.run_id);
    row.bind(4, phase_name(job.phase));
    row.bind(5, to_ms(job.created));
    row.bind_or_null(6, to_ms(job.queued));
    row.bind_or_null(7, to_ms(job.started));
    row.bind_or_null(8, to_ms(job.ended));
    row.bind_or_null(9, to_ms(job.quote));
    row.bind_or_null(10, to_ms(job.destruction));
    row.bind(11, std::int64_t{job.execution_duration});
    row.bind(12, parameters_to_json(job));
    row.bind(13, results_to_json(job));
    row.bind(14, error_to_json(job));
    row.bind(15, std::int64_t{job.cores});
    row.bind(16, std::int64_t{job.ranks});
    row.bind(17, std::int64_t{job.abort_requested});
    row.bind(18, std::int64_t{job.delete_requested});
    row.bind(19, kinship_to_json(job));
}

Job read(Statement const& row) {
    Job job;
    job.id = row.text(0);
    job.code = row.text(1);
    job.owner = row.text(2);
    job.run_id = row.text_or_null(3);
    auto const phase = phase_named(row.text(4));
    if (!phase) throw StoreError("store: job " + job.id + " is in the unknown phase '" + row.text(4) + "'");
    job.phase = *phase;
    job.created = *from_ms(row.number(5));
    job.queued = from_ms(row.number_or_null(6));
    job.started = from_ms(row.number_or_null(7));
    job.ended = from_ms(row.number_or_null(8));
    job.quote = from_ms(row.number_or_null(9));
    job.destruction = from_ms(row.number_or_null(10));
    job.execution_duration = static_cast<int>(row.number(11));
    read_parameters(job, row.text(12));
    read_results(job, row.text(13));
    read_error(job, row.text(14));
    job.cores = static_cast<int>(row.number(15));
    job.ranks = static_cast<int>(row.number(16));
    job.abort_requested = row.number(17) != 0;
    job.delete_requested = row.number(18) != 0;
    read_kinship(job, row.text(19));
    return job;
}

Database open(std::filesystem::path const& file) {
    sqlite3* opened = nullptr;
    int const code = sqlite3_open_v2(
        file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    require(opened, code, "open " + file.string());
    // Exclusive: a second server on the same file would run every queued job once more.
    execute(opened, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    execute(opened, "BEGIN EXCLUSIVE; COMMIT;");
    return database;
}

void migrate(sqlite3* database) {
    Statement version(database, "PRAGMA user_version");
    version.step();
    auto const found = version.number(0);
    version.reset();
    if (found > layout_version)
        throw StoreError("store: layout " + std::to_string(found) +
                         " was written by a newer version of this program");
    if (found == layout_version) return;
    std::string const steps = found == 0 ? std::string(layout_1) + layout_2 : std::string(layout_2);
    execute(database, "BEGIN;" + steps + "PRAGMA user_version=2; COMMIT;");
}

}  // namespace

struct SqliteStore::Impl {
    explicit Impl(std::filesystem::path const& file) : database(open(file)) {
        migrate(database.get());
        put.emplace(database.get(), put_job);
        erase.emplace(database.get(), "DELETE FROM job WHERE id = ?");
    }
    void apply(Change const& change) {
        Statement& statement = change.job ? *put : *erase;
        statement.reset();
        if (change.job)
            bind(statement, *change.job);
        else
            statement.bind(0, change.id);
        statement.step();
        statement.reset();
    }

    Database database;
    std::optional<Statement> put, erase;
};

SqliteStore::SqliteStore(std::filesystem::path const& file) : impl_(std::make_unique<Impl>(file)) {}
SqliteStore::~SqliteStore() = default;

std::vector<Job> SqliteStore::load() {
    std::vector<Job> jobs;
    Statement rows(impl_->database.get(), select_jobs);
    while (rows.step())
        jobs.push_back(read(rows));
    return jobs;
}

void SqliteStore::write(std::span<Change const> changes) {
    sqlite3* const database = impl_->database.get();
    execute(database, "BEGIN IMMEDIATE");
    try {
        for (auto const& change : changes)
            impl_->apply(change);
        execute(database, "COMMIT");
    } catch (StoreError const&) {
        if (sqlite3_get_autocommit(database) == 0)
            sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

}  // namespace vespa::uws
