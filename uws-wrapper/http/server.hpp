#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/message.hpp"

namespace vespa::uws {
class Loop;
}

namespace vespa::uws::http {

/// The one way to answer a request, now or later, once. Copies stand for the same answer; if all go away
/// unanswered the client gets a 500. Used in the loop's thread only.
class Reply {
  public:
    /// What stands behind: a connection, or a test's recorder.
    class Target {
      public:
        virtual ~Target() = default;
        virtual void send(Response&& response) = 0;
        virtual void on_hang_up(std::function<void()> task) = 0;
    };
    explicit Reply(std::shared_ptr<Target> target);

    void send(Response&& response) const;
    /// Calls the task if the client goes away before the answer is sent.
    void on_hang_up(std::function<void()> task) const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// What a client may ask of the server's memory and patience.
struct Limits {
    std::size_t header = 16 * 1024;         ///< bytes of request line and headers; more is 431
    std::size_t target = 8 * 1024;          ///< bytes of the request target; more is 414
    std::size_t form = 1024 * 1024;         ///< bytes of a body that is not multipart; more is 413
    std::size_t upload = 32 * 1024 * 1024;  ///< bytes of a multipart body; more is 413
    std::size_t connections = 16384;        ///< more are closed at once
    std::chrono::seconds idle{75};          ///< for the next request's header to be there
    std::chrono::seconds body{120};         ///< for a body to be there
    std::chrono::seconds stall{60};         ///< without any byte of an answer taken
};

/// HTTP/1.1 over TCP: keep-alive, chunked request bodies, HEAD, 100-continue, files by sendfile.
class Server {
  public:
    using Handler = std::function<void(Request&&, Reply)>;

    /// Listens at once; throws std::system_error if the address cannot be had.
    /// \param address numeric IPv4 or IPv6 address
    /// \param port    0 = any free one
    Server(Loop& loop, std::string const& address, std::uint16_t port, Limits const& limits, Handler handler);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    std::uint16_t port() const;
    /// Stops accepting, closes idle connections, lets the others end after their present answer; then calls
    /// `done`, after `patience` at the latest.
    void drain(std::chrono::milliseconds patience, std::function<void()> done);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace vespa::uws::http
