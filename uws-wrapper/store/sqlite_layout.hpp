#pragma once
#include <sqlite3.h>

namespace vespa::uws {

/// The newest layout of the SQLite store, as `PRAGMA user_version` says it.
int sqlite_layout_version();

/// Makes the tables of an empty file, or brings those of an earlier version of this program up to date, in
/// one transaction. Throws StoreError, also for a file that a newer version has written.
void bring_sqlite_layout_up_to_date(sqlite3* database);

}  // namespace vespa::uws
