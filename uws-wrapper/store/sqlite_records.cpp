#include <sys/stat.h>

#include "store/records.hpp"
#include "store/statement.hpp"

namespace vespa::uws {
namespace {

constexpr std::int64_t layout_version = 1;
constexpr char const* layout =
    "CREATE TABLE record (place TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, expires_ms INTEGER,"
    " PRIMARY KEY (place, key)) WITHOUT ROWID;";

std::int64_t to_ms(Instant instant) {
    return instant.time_since_epoch().count();
}

Database open(std::filesystem::path const& file) {
    sqlite3* opened = nullptr;
    int const code = sqlite3_open_v2(
        file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    require(opened, code, "open " + file.string());
    ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
    // A backup may be made while the server runs.
    execute(opened, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
    return database;
}

void make_layout(sqlite3* database) {
    Statement version(database, "PRAGMA user_version");
    version.step();
    auto const found = version.number(0);
    version.reset();
    if (found > layout_version)
        throw StoreError("store: records of layout " + std::to_string(found) +
                         " were written by a newer version of this program");
    if (found == 0)
        execute(database, std::string("BEGIN IMMEDIATE;") + layout + "PRAGMA user_version=1; COMMIT;");
}

}  // namespace

struct SqliteRecords::Impl {
    explicit Impl(std::filesystem::path const& file) : database(open(file)) {
        make_layout(database.get());
        put.emplace(database.get(), "INSERT OR REPLACE INTO record VALUES (?,?,?,?)");
        erase.emplace(database.get(), "DELETE FROM record WHERE place = ? AND key = ?");
    }
    void apply(RecordChange const& change) {
        Statement& statement = change.value ? *put : *erase;
        statement.reset();
        statement.bind(0, change.table);
        statement.bind(1, change.key);
        if (change.value) {
            statement.bind(2, *change.value);
            if (change.expires) statement.bind(3, to_ms(*change.expires));
        }
        statement.step();
        statement.reset();
    }

    Database database;
    std::optional<Statement> put, erase;
};

SqliteRecords::SqliteRecords(std::filesystem::path const& file) : impl_(std::make_unique<Impl>(file)) {}
SqliteRecords::~SqliteRecords() = default;

std::vector<Record> SqliteRecords::load() {
    sqlite3* const database = impl_->database.get();
    Statement drop(database, "DELETE FROM record WHERE expires_ms <= ?");
    drop.bind(0, to_ms(now()));
    drop.step();
    std::vector<Record> records;
    Statement rows(database, "SELECT place, key, value, expires_ms FROM record");
    while (rows.step()) {
        Record record{rows.text(0), rows.text(1), rows.text(2), {}};
        if (!rows.is_null(3)) record.expires = Instant(std::chrono::milliseconds(rows.number(3)));
        records.push_back(std::move(record));
    }
    return records;
}

void SqliteRecords::write(std::span<RecordChange const> changes) {
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
