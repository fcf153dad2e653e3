#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "http/body.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"
#include "http/stream.hpp"

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
        /// Sends status and headers; the body follows as a stream. nullptr: nobody takes it.
        virtual std::shared_ptr<Stream::Target> open_stream(Response&& head) = 0;
    };
    explicit Reply(std::shared_ptr<Target> target);

    void send(Response&& response) const;
    /// Sends status and headers now, without Content-Length; the body is what is written to the stream
    /// (chunked, or up to the end of the connection for HTTP/1.0). A HEAD request gets a stream that is
    /// closed.
    Stream stream(Response&& head) const;
    /// Calls the task if the client goes away before the answer is sent.
    void on_hang_up(std::function<void()> task) const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// One request and its answer, for logs and metrics.
struct Exchange {
    static constexpr int client_gone = 499;  ///< the status of an answer that nobody waited for

    Method method = Method::other;
    std::string target;  ///< empty if the request could not be read
    std::string peer, request_id;
    int status = 0;
    std::uint64_t bytes = 0;          ///< sent, with the head
    std::chrono::nanoseconds took{};  ///< from the end of the request's head to the end of the answer
};

/// HTTP/1.1 over TCP and Unix sockets: keep-alive, pipelining, chunked request bodies, HEAD, 100-continue,
/// streamed answers, files by sendfile. Whatever a client sends, it gets an answer of the 4xx or is closed.
class Server {
  public:
    using Handler = std::function<void(Request&&, Reply)>;
    /// Asked once a request's head is complete and a body is to come: where the body goes to, nullptr for
    /// Request::body. The sink is handed on as Request::sink. Throws Refusal to refuse before the body is
    /// sent.
    using Receiver = std::function<std::shared_ptr<BodySink>(Request const&)>;

    /// Listens at once; throws std::system_error if the address cannot be had.
    /// \param address numeric IPv4 or IPv6 address
    /// \param port    0 = any free one
    Server(Loop& loop, std::string const& address, std::uint16_t port, Limits const& limits, Handler handler,
           Receiver receiver = {});
    /// Listens on a Unix socket, which user and group may connect to. A socket that no server listens on any
    /// more is replaced. Throws std::system_error.
    Server(Loop& loop, std::filesystem::path const& socket, Limits const& limits, Handler handler,
           Receiver receiver = {});
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// 0 for a Unix socket.
    std::uint16_t port() const;
    /// Called after each answer. To be set before the loop runs.
    void observe(std::function<void(Exchange const&)> observer);
    /// Connections that are open now.
    std::size_t connections() const;
    /// Stops accepting, closes idle connections and streams, lets the others end after their present answer;
    /// then calls `done`, after `patience` at the latest.
    void drain(std::chrono::milliseconds patience, std::function<void()> done);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vespa::uws::http
