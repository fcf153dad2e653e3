#include "http/session.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace vespa::uws::http {
namespace {

constexpr int most_requests_at_once = 32;            // of one client's pipeline, then others have their turn
constexpr std::uint64_t most_dropped = 1024 * 1024;  // bytes of a refused body that are taken and dropped

}  // namespace

Session::Session(std::shared_ptr<ServerState> server, UniqueFd socket, std::string peer)
    : server_(std::move(server)), socket_(std::move(socket)), peer_(std::move(peer)) {
    server_->sessions.insert(this);
    if (server_->limits.per_address > 0) ++server_->per_address[peer_];
}

Session::~Session() {
    close();
}

void Session::start() {
    patience(server_->limits.idle);
    server_->poller.add(socket_.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, shared_from_this());
}

void Session::close() {
    if (state_ == State::closed) return;
    auto const self = weak_from_this().lock();  // the poller may be the last to hold it
    if (under_way_) {
        exchange_.status = Exchange::client_gone;
        tell();
    }
    state_ = State::closed;
    server_->poller.remove(socket_.get());
    socket_.reset();
    request_ = {};
    hang_up_ = room_ = {};
    server_->sessions.erase(this);
    if (server_->limits.per_address > 0)
        if (auto const counted = server_->per_address.find(peer_); --counted->second == 0)
            server_->per_address.erase(counted);
    if (server_->draining && server_->sessions.empty() && server_->drained)
        std::exchange(server_->drained, {})();
}

void Session::ready(std::uint32_t events) {
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) half_closed_ = true;
    if ((events & (EPOLLHUP | EPOLLERR)) != 0 && state_ != State::lingering) return other_side_has_gone();
    if (half_closed_ && (hang_up_ || state_ == State::streaming)) return other_side_has_gone();
    if ((events & EPOLLOUT) != 0 && sender_.busy()) carry_on(sender_.go_on(socket_.get()));
    pump();
}

/// The task may look at the connection: it is closed by then.
void Session::other_side_has_gone() {
    auto const task = std::exchange(hang_up_, {});
    close();
    if (task) task();
}

void Session::on_hang_up(std::function<void()> task) {
    if (state_ == State::closed) return server_->loop.post(std::move(task));
    hang_up_ = std::move(task);
    if (!half_closed_) return;
    server_->loop.post([self = shared_from_this()] {
        if (self->hang_up_) self->other_side_has_gone();
    });
}

void Session::pump() {
    if (pumping_) return;  // an answer that is sent at once comes back here
    pumping_ = true;
    int requests = 0;
    for (bool more = true; more;)
        try {
            more = step();
            if (!more || state_ != State::idle || ++requests < most_requests_at_once) continue;
            server_->loop.post([self = shared_from_this()] { self->pump(); });
            more = false;
        } catch (Refusal const& refusal) {
            refuse(refusal);
        } catch (std::exception const& error) {
            refuse(Refusal(500, std::string("the server failed: ") + error.what()));
        }
    pumping_ = false;
}

/// One step forward; false if there is none before something comes or goes.
bool Session::step() {
    switch (state_) {
        case State::idle:
        case State::head:
            return read_head() || receive();
        case State::body:
            return read_body() || receive();
        case State::lingering:
            bytes_ += in_.size();
            in_.clear();
            if (bytes_ > most_dropped) close();
            return state_ == State::lingering && receive();
        default:
            return false;
    }
}

/// Takes what has come. \return whether there was something
bool Session::receive() {
    if (!readable_) return false;
    auto& buffer = server_->received;
    ssize_t const got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
        auto const count = static_cast<std::size_t>(got);
        // A short read has emptied the socket, unless its end is there to be read too.
        readable_ = count == buffer.size() || half_closed_;
        in_.append(buffer.data(), count);
        return true;
    }
    if (got < 0 && errno == EINTR) return true;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        readable_ = false;
    else
        close();  // the end, before a request was complete
    return false;
}

bool Session::read_head() {
    // Empty lines between requests are passed over (RFC 9112, 2.2).
    if (in_.compare(0, 2, "\r\n") == 0) in_.erase(0, 2);
    if (in_.empty()) return false;
    if (state_ == State::idle) {
        state_ = State::head;
        patience(server_->limits.head);
    }
    auto const& limits = server_->limits;
    std::size_t const end = end_of_head(in_, searched_);
    searched_ = in_.size();
    if (std::min(end, in_.size()) > limits.header) {
        bool const in_target = in_.find("\r\n") > limits.target;
        throw in_target ? Refusal(414, "the request target is too long")
                        : Refusal(431, "the request header is too large");
    }
    if (end == std::string::npos) return false;
    Head head = parse_head(std::string_view(in_).substr(0, end), limits);
    in_.erase(0, end);
    searched_ = 0;
    head.request.peer = peer_;
    keep_alive_ = head.keep_alive && !server_->draining;
    head_only_ = head.request.method == Method::head;
    version_1_0_ = head.version_1_0;
    head.request.id = server_->ids.of(head.request.header("X-Request-ID"));
    exchange_ = {head.request.method, {}, {}, head.request.id};
    under_way_ = true;
    if (server_->observer) {
        exchange_.target = head.request.target;
        asked_ = Clock::now();
    }
    if (head.has_body) {
        begin_body(std::move(head));
    } else {
        request_ = std::move(head.request);
        dispatch();
    }
    return true;
}

void Session::begin_body(Head&& head) {
    request_ = std::move(head.request);
    reader_ = BodyReader(head);
    auto const& limits = server_->limits;
    if (server_->receiver) request_.sink = server_->receiver(request_);
    bool const multipart = same_name(request_.header("Content-Type").substr(0, 10), "multipart/");
    body_limit_ = request_.sink ? request_.sink->limit() : multipart ? limits.upload : limits.form;
    if (head.content_length > body_limit_) throw Refusal(413, "the body is too large");
    body_size_ = 0;
    state_ = State::body;
    patience(limits.stall);
    since_ = Clock::now();
    bytes_ = 0;
    if (request_.sink)
        request_.sink->begin([weak = weak_from_this()] {
            auto const self = weak.lock();
            if (!self) return;
            self->resumed_ = true;
            if (self->state_ != State::held_back) return;
            self->state_ = State::body;
            self->patience(self->server_->limits.stall);
            self->pump();
        });
    if (!head.expects_continue || !in_.empty()) return;
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (::send(socket_.get(), go_on.data(), go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
        static_cast<ssize_t>(go_on.size()))
        close();
}

bool Session::read_body() {
    std::string_view received = in_;
    std::size_t const before = received.size();
    while (state_ == State::body && !received.empty() && !reader_.ended())
        feed(reader_.next(received));
    in_.erase(0, before - received.size());
    if (state_ != State::body || !reader_.ended()) return false;
    finish_body();
    return state_ != State::held_back && state_ != State::closed;
}

void Session::feed(std::string_view piece) {
    if (piece.empty()) return;
    body_size_ += piece.size();
    if (body_size_ > body_limit_) throw Refusal(413, "the body is too large");
    moved(piece.size());
    if (!request_.sink) {
        request_.body.append(piece);
        return;
    }
    resumed_ = false;
    if (!request_.sink->take(piece) && !resumed_) state_ = State::held_back;
}

void Session::finish_body() {
    resumed_ = false;
    if (!request_.sink || request_.sink->end()) return dispatch();
    if (!resumed_) state_ = State::held_back;
}

void Session::dispatch() {
    state_ = State::answering;
    deadline_ = Clock::time_point::max();
    if (in_.empty()) std::string().swap(in_);
    server_->handler(std::move(request_), Reply(shared_from_this()));
    request_ = {};
}

/// Of a request that cannot be read: where the next one would begin is not known.
void Session::refuse(Refusal const& refusal) {
    request_ = {};
    bool const reading = state_ == State::idle || state_ == State::head || state_ == State::body;
    if (!reading) return;
    if (!under_way_) {
        exchange_ = {Method::other, {}, {}, server_->ids.of({})};
        under_way_ = true;
        asked_ = Clock::now();
    }
    keep_alive_ = false;
    state_ = State::answering;
    Response response = plain_text(refusal.status(), refusal.what());
    for (auto const& header : refusal.headers())
        response.headers.push_back(header);
    send(std::move(response));
}

void Session::moved(std::uint64_t bytes) {
    bytes_ += bytes;
    patience(server_->limits.stall);
}

void Session::look_at_clock(Clock::time_point present) {
    auto const& limits = server_->limits;
    bool const slow_kind = state_ == State::body || state_ == State::writing || state_ == State::ending;
    auto const lasted = std::chrono::duration_cast<std::chrono::seconds>(present - since_);
    bool const slow = slow_kind && lasted > limits.grace &&
                      bytes_ / static_cast<std::uint64_t>(lasted.count()) < limits.slowest;
    if (present < deadline_ && !slow) return;
    if (state_ == State::head || state_ == State::body)
        refuse(Refusal(
            408, state_ == State::head ? "the request did not come in time" : "the body comes too slowly"));
    else
        other_side_has_gone();
}

void Session::end_soon() {
    if (state_ == State::idle) return close();
    if (state_ != State::streaming) return;
    auto const task = std::exchange(hang_up_, {});
    stream_end();
    if (task) task();
}

}  // namespace vespa::uws::http
