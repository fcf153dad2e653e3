#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace vespa::uws::http {

/// What is on its way out of one connection: bytes, then perhaps a file. Nothing is copied that the system
/// takes at once.
class Sender {
  public:
    enum class Progress {
        done,     ///< everything has been taken
        blocked,  ///< the client must take something first
        turn,     ///< more could go at once, but other connections have their turn
        failed,   ///< the client has gone, or the file has shrunk
    };

    /// Sends head and body in one go. Nothing else may wait.
    Progress start(int socket, std::string_view head, std::string&& body, std::optional<FileBody>&& file);
    /// Appends bytes to what waits, or sends them if nothing does.
    Progress add(int socket, std::string_view bytes);
    /// Goes on.
    Progress go_on(int socket);

    bool busy() const { return waiting() > 0 || file_.has_value(); }
    std::size_t waiting() const { return bytes_.size() - at_; }
    std::uint64_t sent() const { return sent_; }
    void forget_sent() { sent_ = 0; }

  private:
    Progress send_bytes(int socket);
    Progress send_file(int socket);

    std::string bytes_;
    std::size_t at_ = 0;
    std::optional<FileBody> file_;
    std::uint64_t sent_ = 0;
};

}  // namespace vespa::uws::http
