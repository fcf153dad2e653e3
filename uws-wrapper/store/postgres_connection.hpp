#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/job_row.hpp"

struct pg_conn;
struct pg_result;

namespace vespa::uws {

/// What a statement returned: rows of text or NULL.
class PostgresRows {
  public:
    explicit PostgresRows(pg_result* result);
    int count() const;
    bool is_null(int row, int column) const;
    std::string text(int row, int column) const;
    std::int64_t number(int row, int column) const;
    /// Rows that an INSERT, UPDATE or DELETE has changed.
    int changed() const;

  private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

/// One connection to a PostgreSQL database, used by one thread at a time. A connection that is lost is made
/// anew with the next statement outside a transaction. Everything throws StoreError with the database's
/// words.
class PostgresConnection {
  public:
    /// \param conninfo as libpq takes it: "host=/run/postgresql dbname=vespa", a URI, …
    explicit PostgresConnection(std::string conninfo);
    ~PostgresConnection();
    PostgresConnection(PostgresConnection const&) = delete;
    PostgresConnection& operator=(PostgresConnection const&) = delete;

    /// Runs one statement; `values` stand for $1, $2, …
    PostgresRows run(std::string const& sql, std::vector<Cell> const& values = {});
    /// Runs several statements without values.
    void run_all(std::string const& sql);
    /// Runs the task between BEGIN and COMMIT; ROLLBACK if it throws.
    template <class Task>
    auto in_transaction(Task&& task) {
        run_all("BEGIN");
        try {
            auto result = task();
            run_all("COMMIT");
            return result;
        } catch (...) {
            roll_back();
            throw;
        }
    }
    /// Blocks until a NOTIFY has come that LISTEN asked for, or the time is over. \return whether one has
    bool wait_for_notice(std::chrono::milliseconds longest);
    /// Counts the connections made: LISTEN and locks of a session belong to one of them.
    int life() const { return life_; }

  private:
    void ensure_connected();
    void roll_back() noexcept;
    [[noreturn]] void fail(char const* doing) const;

    struct Finish {
        void operator()(pg_conn* connection) const;
    };
    std::string conninfo_;
    std::unique_ptr<pg_conn, Finish> connection_;
    int life_ = 0;
};

}  // namespace vespa::uws
