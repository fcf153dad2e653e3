#pragma once
#include <memory>
#include <string>

#include "store/postgres_connection.hpp"
#include "store/store.hpp"

namespace vespa::uws {

/// A store that several servers share. Each job has one server that looks after it; the others see it, ask
/// that server to end or erase it while it runs, and may take it over while it does not run (Fleet).
class PostgresStore : public Store {
  public:
    /// Throws StoreError, also if the tables were made by a newer version of this program.
    /// \param server this server's name, the same after a restart
    PostgresStore(std::string const& conninfo, std::string server);

    /// The jobs of all servers (Job::server says whose), in order of creation.
    std::vector<Job> load() override;
    /// Writes jobs as this server's. A job that another server looks after is written only if it has not
    /// changed since it was read (Job::revision) and does not run.
    std::vector<std::string> write(std::span<Change const> changes) override;

  private:
    bool apply(Change const& change);
    bool take_key(Job const& job);

    std::string server_;
    PostgresConnection connection_;
};

/// The columns of a job and its server and revision, as read_postgres_job() takes them.
std::string postgres_job_columns();
Job read_postgres_job(PostgresRows const& rows, int row);

}  // namespace vespa::uws
