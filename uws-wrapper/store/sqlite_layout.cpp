#include "store/sqlite_layout.hpp"

#include <array>

#include "store/statement.hpp"

namespace vespa::uws {
namespace {

/// Step n leads from layout n to n + 1. A step that has been published is never changed: files were made with
/// it. tests/uws-wrapper/store/layouts holds a file of each.
constexpr std::array<char const*, 2> steps = {
    R"(
CREATE TABLE job (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, owner TEXT NOT NULL, run_id TEXT, phase TEXT NOT NULL,
  created_ms INTEGER NOT NULL, queued_ms INTEGER, started_ms INTEGER, ended_ms INTEGER, quote_ms INTEGER,
  destruction_ms INTEGER, duration_s INTEGER NOT NULL, parameters TEXT NOT NULL, results TEXT NOT NULL,
  error TEXT NOT NULL, cores INTEGER NOT NULL, ranks INTEGER NOT NULL,
  abort_requested INTEGER NOT NULL, delete_requested INTEGER NOT NULL
) WITHOUT ROWID;
)",
    "ALTER TABLE job ADD COLUMN kinship TEXT NOT NULL DEFAULT '';"};

int found_version(sqlite3* database) {
    Statement version(database, "PRAGMA user_version");
    version.step();
    return static_cast<int>(version.number(0));
}

}  // namespace

int sqlite_layout_version() {
    return static_cast<int>(steps.size());
}

void bring_sqlite_layout_up_to_date(sqlite3* database) {
    int const found = found_version(database), newest = sqlite_layout_version();
    if (found > newest)
        throw StoreError("store: layout " + std::to_string(found) +
                         " was written by a newer version of this program, which knows " +
                         std::to_string(newest) + " at most");
    if (found == newest) return;
    std::string sql = "BEGIN;";
    for (int step = found; step < newest; ++step)
        sql += steps[static_cast<std::size_t>(step)];
    execute(database, sql + "PRAGMA user_version=" + std::to_string(newest) + "; COMMIT;");
}

}  // namespace vespa::uws
