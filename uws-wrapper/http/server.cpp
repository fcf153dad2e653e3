#include "http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <system_error>
#include <vector>

#include "http/loop.hpp"
#include "http/session.hpp"

namespace asio = boost::asio;

namespace vespa::uws::http {

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    explicit Impl(Loop& loop) : acceptor(loop.context()), pause(loop), patience(loop) {}

    asio::ip::tcp::acceptor acceptor;
    Timer pause, patience;
    std::shared_ptr<ServerState> state = std::make_shared<ServerState>();

    void accept() {
        acceptor.async_accept(
            [self = shared_from_this()](boost::system::error_code error, asio::ip::tcp::socket socket) {
                if (error == asio::error::operation_aborted || !self->acceptor.is_open()) return;
                if (error) {  // out of descriptors: existing connections must end first
                    self->pause.after(std::chrono::milliseconds(100), [self] { self->accept(); });
                    return;
                }
                if (self->state->sessions.size() < self->state->limits.connections)
                    std::make_shared<Session>(self->state, std::move(socket))->read_request();
                self->accept();
            });
    }
};

Server::Server(Loop& loop, std::string const& address, std::uint16_t port, Limits const& limits,
               Handler handler)
    : impl_(std::make_shared<Impl>(loop)) {
    impl_->state->limits = limits;
    impl_->state->handler = std::move(handler);
    asio::ip::tcp::endpoint const endpoint(asio::ip::make_address(address), port);
    impl_->acceptor.open(endpoint.protocol());
    impl_->acceptor.set_option(asio::socket_base::reuse_address(true));
    impl_->acceptor.bind(endpoint);
    impl_->acceptor.listen(8192);
    impl_->accept();
}

Server::~Server() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
}

std::uint16_t Server::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void Server::drain(std::chrono::milliseconds patience, std::function<void()> done) {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->state->draining = true;
    auto const finish = [state = impl_->state, done = std::move(done)] {
        state->drained = {};
        done();
    };
    impl_->state->drained = finish;
    impl_->patience.after(patience, finish);
    std::vector<Session*> const sessions(impl_->state->sessions.begin(), impl_->state->sessions.end());
    for (auto* const session : sessions)
        session->end_soon();
    if (sessions.empty()) {
        impl_->patience.cancel();
        finish();
    }
}

}  // namespace vespa::uws::http
