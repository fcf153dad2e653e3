#include "store/postgres_layout.hpp"

#include <array>

namespace vespa::uws {
namespace {

/// Step n leads from layout n to n + 1. A step that has been published is never changed.
///
/// job.server is the server that looks after a job; revision, unique and rising, numbers all changes of all
/// jobs. vespa_gone remembers what was erased until every server has seen it. vespa_wish holds what servers
/// ask of each other, vespa_server until when each server is to be taken for alive, vespa_key which job was
/// made under which Idempotency-Key.
constexpr std::array<char const*, 2> steps = {R"(
CREATE TABLE job (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, owner TEXT NOT NULL, run_id TEXT, phase TEXT NOT NULL,
  created_ms BIGINT NOT NULL, queued_ms BIGINT, started_ms BIGINT, ended_ms BIGINT, quote_ms BIGINT,
  destruction_ms BIGINT, duration_s BIGINT NOT NULL, parameters TEXT NOT NULL, results TEXT NOT NULL,
  error TEXT NOT NULL, cores BIGINT NOT NULL, ranks BIGINT NOT NULL,
  abort_requested BIGINT NOT NULL, delete_requested BIGINT NOT NULL, kinship TEXT NOT NULL DEFAULT '',
  server TEXT NOT NULL, revision BIGINT NOT NULL
);
CREATE SEQUENCE vespa_revision;
CREATE UNIQUE INDEX job_revision ON job (revision);
CREATE INDEX job_server ON job (server);
CREATE TABLE vespa_gone (id TEXT PRIMARY KEY, revision BIGINT NOT NULL, since TIMESTAMPTZ NOT NULL DEFAULT now());
CREATE TABLE vespa_wish (number BIGSERIAL PRIMARY KEY, job TEXT NOT NULL, form TEXT NOT NULL);
CREATE TABLE vespa_server (name TEXT PRIMARY KEY, alive_until TIMESTAMPTZ NOT NULL);
)",
                                              R"(
CREATE TABLE vespa_key (owner TEXT, code TEXT, key TEXT, job TEXT NOT NULL, PRIMARY KEY (owner, code, key));
INSERT INTO vespa_key SELECT DISTINCT ON (owner, code, kinship::json->>'key') owner, code, kinship::json->>'key', id
  FROM job WHERE kinship<>'' AND kinship::json->>'key' IS NOT NULL
  ORDER BY owner, code, kinship::json->>'key', created_ms DESC;
)"};

}  // namespace

int postgres_layout_version() {
    return static_cast<int>(steps.size());
}

void bring_postgres_layout_up_to_date(PostgresConnection& connection) {
    connection.in_transaction([&] {
        connection.run("SELECT pg_advisory_xact_lock($1)", {std::int64_t{postgres_lock}});
        connection.run_all("CREATE TABLE IF NOT EXISTS vespa_layout (version BIGINT NOT NULL)");
        auto const rows = connection.run("SELECT version FROM vespa_layout");
        int const found = rows.count() == 0 ? 0 : static_cast<int>(rows.number(0, 0));
        int const newest = postgres_layout_version();
        if (found > newest)
            throw StoreError("store: layout " + std::to_string(found) +
                             " was written by a newer version of this program, which knows " +
                             std::to_string(newest) + " at most");
        for (int step = found; step < newest; ++step)
            connection.run_all(steps[static_cast<std::size_t>(step)]);
        if (found < newest)
            connection.run_all("DELETE FROM vespa_layout; INSERT INTO vespa_layout VALUES (" +
                               std::to_string(newest) + ")");
        return 0;
    });
}

}  // namespace vespa::uws
