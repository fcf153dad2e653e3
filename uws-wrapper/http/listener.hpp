#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "http/poller.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws::http {

/// A socket that connections come in by.
struct ListeningSocket {
    UniqueFd socket;
    std::uint16_t port = 0;           ///< of TCP
    std::filesystem::path unix_path;  ///< of a Unix socket: removed at the end
};

/// Throw std::system_error, which names the address.
ListeningSocket listen_tcp(std::string const& address, std::uint16_t port);
/// Readable and writable for user and group. Replaces a socket file that no server answers on.
ListeningSocket listen_unix(std::filesystem::path const& path);

/// Accepts connections and hands each on with its peer's numeric address ("unix" for a Unix socket).
class Listener : public Poller::Target, public std::enable_shared_from_this<Listener> {
  public:
    using Accepted = std::function<void(UniqueFd, std::string)>;
    Listener(Loop& loop, Poller& poller, ListeningSocket listening, Accepted accepted);
    ~Listener() override;
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;

    void start();
    /// Nobody is let in any more; a Unix socket's file goes.
    void close();
    std::uint16_t port() const { return listening_.port; }
    void ready(std::uint32_t events) override;

  private:
    Poller& poller_;
    ListeningSocket listening_;
    Accepted accepted_;
    Timer pause_;
};

}  // namespace vespa::uws::http
