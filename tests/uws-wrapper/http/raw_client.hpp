#pragma once
// A client that writes bytes by hand.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <utility>

#include "launch/unique_fd.hpp"

namespace vespa::uws::http {

class Client {
  public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        timeval const patience{20, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    Client& send(std::string const& bytes) {
        EXPECT_EQ(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
        return *this;
    }
    /// Reads until the text has come, or to the end of the connection.
    std::string until(std::string const& text) {
        while (text.empty() || received_.find(text) == std::string::npos) {
            char block[4096];
            ssize_t const got = ::recv(socket_.get(), block, sizeof block, 0);
            if (got <= 0) break;
            received_.append(block, static_cast<std::size_t>(got));
        }
        return std::exchange(received_, {});
    }
    /// What has come, at least a byte; empty at the end of the connection.
    std::string some() {
        char block[65536];
        ssize_t const got = ::recv(socket_.get(), block, sizeof block, 0);
        return got > 0 ? std::string(block, static_cast<std::size_t>(got)) : std::string();
    }
    std::string all() { return until(""); }
    void close() { socket_.reset(); }

  private:
    UniqueFd socket_;
    std::string received_;
};

}  // namespace vespa::uws::http
