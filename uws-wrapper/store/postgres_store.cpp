#include "store/postgres_store.hpp"

#include "store/postgres_layout.hpp"

namespace vespa::uws {
namespace {

constexpr std::string_view runs = "('QUEUED','EXECUTING','SUSPENDED')";

/// INSERT … ON CONFLICT …: $1 to $20 the columns, $21 the server, $22 the revision that the writer has seen.
std::string put_job() {
    std::string places, updates;
    for (std::size_t i = 0; i < job_columns.size(); ++i) {
        std::string const name(job_columns[i]);
        places.append(i == 0 ? "$" : ",$").append(std::to_string(i + 1));
        if (i > 0) updates.append(name).append("=EXCLUDED.").append(name).append(",");
    }
    return "INSERT INTO job (" + job_column_list() + ",server,revision) VALUES (" + places +
           ",$21,nextval('vespa_revision')) ON CONFLICT (id) DO UPDATE SET " + updates +
           "server=EXCLUDED.server,revision=EXCLUDED.revision"
           " WHERE job.server=$21 OR (job.revision=$22 AND job.phase NOT IN " +
           std::string(runs) + ")";
}

}  // namespace

std::string postgres_job_columns() {
    return job_column_list() + ",server,revision";
}

Job read_postgres_job(PostgresRows const& rows, int row) {
    constexpr auto numeric = [](std::string_view column) {
        return column.ends_with("_ms") || column.ends_with("_s") || column.ends_with("_requested") ||
               column == "cores" || column == "ranks";
    };
    JobRow cells;
    for (std::size_t i = 0; i < job_columns.size(); ++i) {
        int const column = static_cast<int>(i);
        if (rows.is_null(row, column)) continue;
        if (numeric(job_columns[i]))
            cells[i] = rows.number(row, column);
        else
            cells[i] = rows.text(row, column);
    }
    Job job = job_of(std::move(cells));
    job.server = rows.text(row, static_cast<int>(job_columns.size()));
    job.revision = rows.number(row, static_cast<int>(job_columns.size()) + 1);
    return job;
}

PostgresStore::PostgresStore(std::string const& conninfo, std::string server)
    : server_(std::move(server)), connection_(conninfo) {
    bring_postgres_layout_up_to_date(connection_);
}

std::vector<Job> PostgresStore::load() {
    auto const rows = connection_.run("SELECT " + postgres_job_columns() + " FROM job");
    std::deque<Job> jobs;
    for (int row = 0; row < rows.count(); ++row)
        jobs.push_back(read_postgres_job(rows, row));
    return in_order_of_creation(std::move(jobs));
}

std::vector<std::string> PostgresStore::write(std::span<Change const> changes) {
    return connection_.in_transaction([&] {
        std::vector<std::string> lost;
        connection_.run("SELECT pg_advisory_xact_lock($1)", {std::int64_t{postgres_lock}});
        for (auto const& change : changes)
            if (!apply(change)) lost.push_back(change.id);
        // What could not be written is read anew by everybody: this server has another picture of it.
        for (auto const& id : lost)
            connection_.run("UPDATE job SET revision=nextval('vespa_revision') WHERE id=$1", {id});
        connection_.run_all("NOTIFY vespa_uws");
        return lost;
    });
}

/// An Idempotency-Key stands for one job of all servers.
/// \return false if another server has made one under it that the writer does not know of
bool PostgresStore::take_key(Job const& job) {
    if (connection_.run("SELECT 1 FROM job WHERE id=$1", {job.id}).count() > 0) return true;  // it has it
    return connection_
               .run(
                   "INSERT INTO vespa_key (owner,code,key,job) VALUES ($1,$2,$3,$4)"
                   " ON CONFLICT (owner,code,key) DO UPDATE SET job=EXCLUDED.job WHERE vespa_key.job=$5"
                   " OR NOT EXISTS (SELECT 1 FROM job WHERE id=vespa_key.job AND delete_requested=0)",
                   {job.owner, job.code, job.kin.key, job.id, job.kin.key_before})
               .changed() == 1;
}

/// \return false if another server was before
bool PostgresStore::apply(Change const& change) {
    if (!change.wish.empty()) {
        connection_.run("INSERT INTO vespa_wish (job,form) SELECT id,$2 FROM job WHERE id=$1",
                        {change.id, change.wish});
        return true;
    }
    if (change.job) {
        if (!change.job->kin.key.empty() && !take_key(*change.job)) return false;
        JobRow row = row_of(*change.job);
        std::vector<Cell> values(std::make_move_iterator(row.begin()), std::make_move_iterator(row.end()));
        values.emplace_back(server_);
        values.emplace_back(change.job->revision);
        static std::string const sql = put_job();
        return connection_.run(sql, values).changed() == 1;
    }
    bool const erased =
        connection_.run("DELETE FROM job WHERE id=$1 AND server=$2", {change.id, server_}).changed() == 1;
    if (erased)
        connection_.run(
            "INSERT INTO vespa_gone (id,revision) VALUES ($1,nextval('vespa_revision')) ON CONFLICT DO "
            "NOTHING",
            {change.id});
    return true;
}

}  // namespace vespa::uws
