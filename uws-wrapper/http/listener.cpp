#include "http/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace vespa::uws::http {
namespace {

using namespace std::chrono_literals;

constexpr int backlog = 8192;
constexpr int most_at_once = 64;         // connections taken before others have their turn
constexpr auto pause_when_full = 100ms;  // out of descriptors: existing connections must end first

[[noreturn]] void fail(std::string const& what) {
    throw std::system_error(errno, std::system_category(), what);
}

UniqueFd make_socket(int family, std::string const& name) {
    UniqueFd made(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made) fail("a socket for " + name);
    return made;
}

void bind_and_listen(UniqueFd const& socket, sockaddr const* address, socklen_t length,
                     std::string const& name) {
    if (::bind(socket.get(), address, length) != 0) fail("cannot listen on " + name);
    if (::listen(socket.get(), backlog) != 0) fail("cannot listen on " + name);
}

/// Whether somebody answers on this Unix socket.
bool is_alive(sockaddr_un const& address) {
    UniqueFd const probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    return ::connect(probe.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 ||
           errno == EAGAIN;
}

std::string text_of(sockaddr_storage const& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET)
        ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in const&>(address).sin_addr, text, sizeof text);
    else if (address.ss_family == AF_INET6)
        ::inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6 const&>(address).sin6_addr, text, sizeof text);
    else
        return "unix";
    return text;
}

}  // namespace

ListeningSocket listen_tcp(std::string const& address, std::uint16_t port) {
    std::string const name = address + " port " + std::to_string(port);
    sockaddr_storage at{};
    auto& four = reinterpret_cast<sockaddr_in&>(at);
    auto& six = reinterpret_cast<sockaddr_in6&>(at);
    socklen_t length = 0;
    if (::inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        length = sizeof four;
    } else if (::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        length = sizeof six;
    } else {
        errno = EINVAL;
        fail("'" + address + "' is not a numeric address");
    }
    ListeningSocket listening{make_socket(at.ss_family, name), 0, {}};
    int const yes = 1;
    ::setsockopt(listening.socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    ::setsockopt(listening.socket.get(), SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    // Accepted connections inherit it: an answer is never held back for the next one.
    ::setsockopt(listening.socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    bind_and_listen(listening.socket, reinterpret_cast<sockaddr*>(&at), length, name);
    if (::getsockname(listening.socket.get(), reinterpret_cast<sockaddr*>(&at), &length) != 0) fail(name);
    listening.port = ntohs(at.ss_family == AF_INET ? four.sin_port : six.sin6_port);
    return listening;
}

ListeningSocket listen_unix(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::string const name = path.string();
    if (name.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail("the path of the socket " + name);
    }
    std::memcpy(address.sun_path, name.data(), name.size());
    struct stat found {};
    if (::lstat(name.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) {
        if (is_alive(address)) {
            errno = EADDRINUSE;
            fail("cannot listen on " + name);
        }
        ::unlink(name.c_str());
    }
    ListeningSocket listening{make_socket(AF_UNIX, name), 0, {}};
    mode_t const before = ::umask(0117);  // of the file that bind() makes
    try {
        bind_and_listen(listening.socket, reinterpret_cast<sockaddr*>(&address), sizeof address, name);
    } catch (...) {
        ::umask(before);
        throw;
    }
    ::umask(before);
    listening.unix_path = path;
    return listening;
}

Listener::Listener(Loop& loop, Poller& poller, ListeningSocket listening, Accepted accepted)
    : poller_(poller), listening_(std::move(listening)), accepted_(std::move(accepted)), pause_(loop) {}

Listener::~Listener() {
    close();
}

void Listener::start() {
    poller_.add(listening_.socket.get(), EPOLLIN, shared_from_this());
}

void Listener::close() {
    if (!listening_.socket) return;
    auto const self = weak_from_this().lock();  // the poller may be the last to hold it
    pause_.cancel();
    poller_.remove(listening_.socket.get());
    listening_.socket.reset();
    if (!listening_.unix_path.empty()) ::unlink(listening_.unix_path.c_str());
}

void Listener::ready(std::uint32_t) {
    for (int taken = 0; taken < most_at_once && listening_.socket; ++taken) {
        sockaddr_storage peer{};
        socklen_t length = sizeof peer;
        UniqueFd connection(::accept4(listening_.socket.get(), reinterpret_cast<sockaddr*>(&peer), &length,
                                      SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (connection) {
            accepted_(std::move(connection), text_of(peer));
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            poller_.remove(listening_.socket.get());
            pause_.after(pause_when_full, [self = shared_from_this()] {
                if (self->listening_.socket) self->start();
            });
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return;  // nobody waits any more
        }
    }
}

}  // namespace vespa::uws::http
