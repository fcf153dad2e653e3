#pragma once
// The Beast side of the server: included by server.cpp and session.cpp only, since Beast compiles slowly.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <unordered_set>

#include "http/server.hpp"

namespace vespa::uws::http {

class Session;

/// What the sessions of one server share.
struct ServerState {
    Limits limits;
    Server::Handler handler;
    std::unordered_set<Session*> sessions;
    bool draining = false;
    std::function<void()> drained;  ///< called when draining and the last session has gone
};

/// One connection: reads a request, has it answered, reads the next.
class Session : public Reply::Target, public std::enable_shared_from_this<Session> {
  public:
    Session(std::shared_ptr<ServerState> server, boost::asio::ip::tcp::socket socket);
    ~Session() override;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    void read_request();
    void send(Response&& response) override;
    void on_hang_up(std::function<void()> task) override { hang_up_ = std::move(task); }
    /// Closes the connection if no request is under way, else after the answer.
    void end_soon();

  private:
    using Error = boost::system::error_code;
    enum class State { idle, reading, answering, writing };

    void header_read(Error error);
    void read_body();
    void request_read(Error error);
    void refuse(Error error);
    void refuse(int status, std::string_view why);
    void watch_for_hang_up();
    void write_file();
    void answer_written(Error error);
    void close();

    std::shared_ptr<ServerState> server_;
    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
    std::string peer_;
    State state_ = State::idle;
    bool keep_alive_ = false, head_ = false;
    std::function<void()> hang_up_;
    std::string header_text_, body_text_;
    std::optional<FileBody> file_;
    std::optional<boost::asio::steady_timer> stall_timer_;
};

}  // namespace vespa::uws::http
