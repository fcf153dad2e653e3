#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace vespa::uws {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// Throws StoreError with SQLite's words unless `code` is one of success.
void require(sqlite3* database, int code, std::string_view doing);

/// Runs SQL that takes no values and gives no rows.
void execute(sqlite3* database, std::string const& sql);

/// A prepared statement. Values are bound and columns read from 0 in the order of the text.
class Statement {
  public:
    Statement(sqlite3* database, std::string_view sql);
    /// Forgets the values and the rows, ready for the next use.
    void reset();
    void bind(int at, std::string_view text);
    void bind(int at, std::int64_t number);
    /// True if there is a row.
    bool step();
    std::string text(int column) const;
    std::int64_t number(int column) const;
    bool is_null(int column) const;
    bool is_number(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace vespa::uws
