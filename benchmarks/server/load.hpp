#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "launch/unique_fd.hpp"

namespace vespa::uws::benchmark {

/// One answer as it came.
struct Answer {
    int status = 0;
    std::string_view head;
    std::string_view body;  ///< empty unless it was kept
    /// The value of a header; throws std::runtime_error if it is not there.
    std::string header(std::string_view name) const;
};

/// A kept connection to the server on a loopback port that does not block. Throws std::runtime_error where
/// the server does what it should not.
class Connection {
  public:
    explicit Connection(std::uint16_t port);
    int fd() const { return socket_.get(); }
    void send(std::string_view request);
    /// Takes what has come. \return whether an answer is complete
    bool receive();
    /// The complete answer; the next receive() forgets it.
    Answer const& answer() const { return answer_; }
    /// Sends and waits for the answer.
    Answer const& ask(std::string_view request);

  private:
    void read_head();

    UniqueFd socket_;
    std::string received_;
    std::size_t expected_ = 0;  ///< bytes of head and body, 0 until the head is there
    Answer answer_;
    bool complete_ = false;
};

/// Clients that each send their next request once they have the answer to the last.
class Load {
  public:
    Load(std::uint16_t port, std::size_t clients);
    /// Sends so many requests in all. \param next the request of a client; \param seen told of every answer
    /// \return seconds from the first request to the last answer
    double run(std::size_t requests, std::function<std::string_view(std::size_t client)> const& next,
               std::function<void(std::size_t client, Answer const&)> const& seen);

  private:
    std::vector<Connection> clients_;
    UniqueFd epoll_;
};

std::string get(std::string const& target);
std::string post(std::string const& target, std::string const& form);

}  // namespace vespa::uws::benchmark
