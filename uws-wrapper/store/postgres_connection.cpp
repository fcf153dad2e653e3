#include "store/postgres_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <cstdlib>

namespace vespa::uws {
namespace {

std::string first_line(char const* text) {
    std::string const all = text != nullptr ? text : "";
    return all.substr(0, all.find('\n'));
}

}  // namespace

void PostgresRows::Clear::operator()(pg_result* result) const {
    PQclear(result);
}

PostgresRows::PostgresRows(pg_result* result) : result_(result) {}

int PostgresRows::count() const {
    return PQntuples(result_.get());
}

bool PostgresRows::is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
}

std::string PostgresRows::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PostgresRows::number(int row, int column) const {
    return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
}

int PostgresRows::changed() const {
    return std::atoi(PQcmdTuples(result_.get()));
}

void PostgresConnection::Finish::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

PostgresConnection::PostgresConnection(std::string conninfo) : conninfo_(std::move(conninfo)) {
    ensure_connected();
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::ensure_connected() {
    if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
    connection_.reset(PQconnectdb(conninfo_.c_str()));
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail("connect");
    ++life_;
    PQsetNoticeProcessor(
        connection_.get(), [](void*, char const*) {}, nullptr);
    run_all("SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET client_min_messages = error;");
}

void PostgresConnection::fail(char const* doing) const {
    throw StoreError(std::string("store: PostgreSQL: ") + doing + ": " +
                     first_line(PQerrorMessage(connection_.get())));
}

PostgresRows PostgresConnection::run(std::string const& sql, std::vector<Cell> const& values) {
    if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE ||
        PQstatus(connection_.get()) != CONNECTION_OK)
        ensure_connected();
    std::vector<std::string> numbers(values.size());
    std::vector<char const*> texts(values.size(), nullptr);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (auto const* const number = std::get_if<std::int64_t>(&values[i]))
            numbers[i] = std::to_string(*number);
        auto const* const text = std::get_if<std::string>(&values[i]);
        if (!std::holds_alternative<std::monostate>(values[i]))
            texts[i] = text != nullptr ? text->c_str() : numbers[i].c_str();
    }
    PGresult* const result = PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                                          nullptr, texts.data(), nullptr, nullptr, 0);
    PostgresRows rows(result);
    auto const status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(sql.substr(0, 40).c_str());
    return rows;
}

void PostgresConnection::run_all(std::string const& sql) {
    if (sql == "BEGIN") ensure_connected();
    PGresult* const result = PQexec(connection_.get(), sql.c_str());
    auto const status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(sql.substr(0, 40).c_str());
}

void PostgresConnection::roll_back() noexcept {
    PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

bool PostgresConnection::wait_for_notice(std::chrono::milliseconds longest) {
    ensure_connected();
    auto const end = std::chrono::steady_clock::now() + longest;
    for (;;) {
        bool noticed = false;
        while (PGnotify* const notice = PQnotifies(connection_.get())) {
            PQfreemem(notice);
            noticed = true;
        }
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (noticed || left.count() <= 0) return noticed;
        pollfd wanted{PQsocket(connection_.get()), POLLIN, 0};
        if (::poll(&wanted, 1, static_cast<int>(left.count())) > 0 && PQconsumeInput(connection_.get()) == 0)
            fail("wait");
    }
}

}  // namespace vespa::uws
