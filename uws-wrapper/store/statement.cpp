#include "store/statement.hpp"

namespace vespa::uws {

void require(sqlite3* database, int code, std::string_view doing) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    throw StoreError("store: " + std::string(doing) + ": " +
                     (database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
}

void execute(sqlite3* database, std::string const& sql) {
    require(database, sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), sql.substr(0, 60));
}

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
    sqlite3_stmt* made = nullptr;
    require(database,
            sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                               &made, nullptr),
            sql.substr(0, 60));
    statement_.reset(made);
}

void Statement::reset() {
    sqlite3_reset(statement_.get());  // repeats the last step's error, which was reported then
    sqlite3_clear_bindings(statement_.get());
}

void Statement::bind(int at, std::string_view text) {
    require(database_,
            sqlite3_bind_text(statement_.get(), at + 1, text.data(), static_cast<int>(text.size()),
                              SQLITE_TRANSIENT),
            "bind");
}

void Statement::bind(int at, std::int64_t number) {
    require(database_, sqlite3_bind_int64(statement_.get(), at + 1, number), "bind");
}

bool Statement::step() {
    int const code = sqlite3_step(statement_.get());
    require(database_, code, "step");
    return code == SQLITE_ROW;
}

std::string Statement::text(int column) const {
    auto const* const bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_.get(), column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Statement::is_number(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
}

}  // namespace vespa::uws
