#include "http/server.hpp"

#include <sys/socket.h>

#include <array>
#include <system_error>
#include <vector>

#include "http/listener.hpp"
#include "http/loop.hpp"
#include "http/session.hpp"

namespace vespa::uws::http {
namespace {

using namespace std::chrono_literals;

constexpr auto tick = 500ms;  // how exactly time-outs are kept

/// To a client that cannot be let in; it may not get through.
void turn_away(UniqueFd const& socket) {
    constexpr std::string_view full =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/plain\r\nContent-Length: "
        "43\r\n"
        "Connection: close\r\n\r\nthe server has all the connections it may\r\n";
    // What has come already is taken: closing over unread bytes would take the answer back.
    std::array<char, 4096> request;
    [[maybe_unused]] auto const dropped = ::recv(socket.get(), request.data(), request.size(), MSG_DONTWAIT);
    ::send(socket.get(), full.data(), full.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

struct Server::Impl {
    Impl(Loop& loop, ListeningSocket listening, Limits const& limits)
        : state(std::make_shared<ServerState>(loop, limits)),
          listener(std::make_shared<Listener>(
              loop, state->poller, std::move(listening),
              [this](UniqueFd socket, std::string peer) { let_in(std::move(socket), std::move(peer)); })),
          clock(loop),
          patience(loop) {}

    void let_in(UniqueFd socket, std::string peer) {
        auto const& limits = state->limits;
        bool const one_too_many = limits.per_address > 0 && [&] {
            auto const counted = state->per_address.find(peer);
            return counted != state->per_address.end() && counted->second >= limits.per_address;
        }();
        if (one_too_many || state->sessions.size() >= limits.connections) return turn_away(socket);
        if (state->sessions.empty()) clock.after(tick, [this] { look_at_clock(); });
        try {
            std::make_shared<Session>(state, std::move(socket), std::move(peer))->start();
        } catch (std::system_error const&) {
            // No room to watch it: the connection is closed.
        }
    }

    std::vector<std::shared_ptr<Session>> sessions() const {
        std::vector<std::shared_ptr<Session>> present;
        present.reserve(state->sessions.size());
        for (auto* const session : state->sessions)
            present.push_back(session->shared_from_this());
        return present;
    }

    void look_at_clock() {
        auto const present = Session::Clock::now();
        for (auto const& session : sessions())
            session->look_at_clock(present);
        if (!state->sessions.empty()) clock.after(tick, [this] { look_at_clock(); });
    }

    std::shared_ptr<ServerState> state;
    std::shared_ptr<Listener> listener;
    Timer clock, patience;
};

Server::Server(Loop& loop, std::string const& address, std::uint16_t port, Limits const& limits,
               Handler handler, Receiver receiver)
    : impl_(std::make_unique<Impl>(loop, listen_tcp(address, port), limits)) {
    impl_->state->handler = std::move(handler);
    impl_->state->receiver = std::move(receiver);
    impl_->listener->start();
}

Server::Server(Loop& loop, std::filesystem::path const& socket, Limits const& limits, Handler handler,
               Receiver receiver)
    : impl_(std::make_unique<Impl>(loop, listen_unix(socket), limits)) {
    impl_->state->handler = std::move(handler);
    impl_->state->receiver = std::move(receiver);
    impl_->listener->start();
}

Server::~Server() {
    impl_->listener->close();
    impl_->state->drained = {};
    for (auto const& session : impl_->sessions())
        session->close();
}

std::uint16_t Server::port() const {
    return impl_->listener->port();
}

void Server::observe(std::function<void(Exchange const&)> observer) {
    impl_->state->observer = std::move(observer);
}

std::size_t Server::connections() const {
    return impl_->state->sessions.size();
}

void Server::drain(std::chrono::milliseconds patience, std::function<void()> done) {
    impl_->listener->close();
    impl_->state->draining = true;
    auto const told = std::make_shared<bool>(false);
    auto const finish = [told, done = std::move(done)] {
        if (!std::exchange(*told, true)) done();
    };
    impl_->state->drained = finish;
    impl_->patience.after(patience, finish);
    for (auto const& session : impl_->sessions())
        session->end_soon();
    if (impl_->state->sessions.empty()) finish();
}

}  // namespace vespa::uws::http
