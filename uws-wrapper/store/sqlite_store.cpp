#include "store/sqlite_store.hpp"

#include "store/job_row.hpp"
#include "store/sqlite_layout.hpp"
#include "store/statement.hpp"

namespace vespa::uws {
namespace {

std::string put_job() {
    std::string places = "?";
    for (std::size_t i = 1; i < job_columns.size(); ++i)
        places += ",?";
    return "INSERT OR REPLACE INTO job (" + job_column_list() + ") VALUES (" + places + ")";
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

Cell cell(Statement const& row, int column) {
    if (row.is_null(column)) return {};
    if (row.is_number(column)) return row.number(column);
    return row.text(column);
}

}  // namespace

struct SqliteStore::Impl {
    explicit Impl(std::filesystem::path const& file) : database(open(file)) {
        bring_sqlite_layout_up_to_date(database.get());
        put.emplace(database.get(), put_job());
        erase.emplace(database.get(), "DELETE FROM job WHERE id = ?");
    }
    void apply(Change const& change) {
        Statement& statement = change.job ? *put : *erase;
        statement.reset();
        if (change.job) {
            JobRow const row = row_of(*change.job);
            for (std::size_t i = 0; i < row.size(); ++i)
                bind(statement, static_cast<int>(i), row[i]);
        } else {
            statement.bind(0, change.id);
        }
        statement.step();
        statement.reset();
    }
    static void bind(Statement& statement, int at, Cell const& value) {
        if (auto const* const number = std::get_if<std::int64_t>(&value)) statement.bind(at, *number);
        if (auto const* const text = std::get_if<std::string>(&value)) statement.bind(at, *text);
    }

    Database database;
    std::optional<Statement> put, erase;
};

SqliteStore::SqliteStore(std::filesystem::path const& file) : impl_(std::make_unique<Impl>(file)) {}
SqliteStore::~SqliteStore() = default;

std::vector<Job> SqliteStore::load() {
    // Sorted here: the database would move every column of every row for it.
    Statement rows(impl_->database.get(), "SELECT " + job_column_list() + " FROM job");
    std::deque<Job> jobs;
    JobRow row;
    while (rows.step()) {
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = cell(rows, static_cast<int>(i));
        jobs.push_back(job_of(std::move(row)));
    }
    return in_order_of_creation(std::move(jobs));
}

std::vector<std::string> SqliteStore::write(std::span<Change const> changes) {
    sqlite3* const database = impl_->database.get();
    execute(database, "BEGIN IMMEDIATE");
    try {
        for (auto const& change : changes)
            impl_->apply(change);
        execute(database, "COMMIT");
        return {};
    } catch (StoreError const&) {
        if (sqlite3_get_autocommit(database) == 0)
            sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

}  // namespace vespa::uws
