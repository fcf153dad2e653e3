#pragma once
#include "store/postgres_connection.hpp"

namespace vespa::uws {

/// The newest layout of the PostgreSQL store, as its table vespa_layout says it.
int postgres_layout_version();

/// Makes the tables in the connection's schema, or brings those of an earlier version up to date, in one
/// transaction; of several servers that start at once, one does it. Throws StoreError, also for tables that a
/// newer version has made.
void bring_postgres_layout_up_to_date(PostgresConnection& connection);

/// The key of the advisory lock under which all changes are committed: so that their numbers become visible
/// in their order.
inline constexpr long postgres_lock = 0x7665737061;

}  // namespace vespa::uws
