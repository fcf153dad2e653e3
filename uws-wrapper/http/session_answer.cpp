// What a connection sends.
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <ctime>

#include "http/conditional.hpp"
#include "http/session.hpp"

namespace vespa::uws::http {
namespace {

constexpr std::chrono::seconds longest_linger{2};

/// The Date header's value, made once a second.
std::string const& date_now() {
    static std::time_t made = 0;
    static std::string text;
    std::time_t const present = std::time(nullptr);
    if (present != made) text = http_date(made = present);
    return text;
}

template <class Number>
void append_number(std::string& text, Number number, int base = 10) {
    std::array<char, 24> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    text.append(digits.data(), end);
}

}  // namespace

/// \param length of the body; nothing if it follows as a stream
void Session::make_head(Response const& response, std::optional<std::uint64_t> length) {
    std::string& head = server_->head;
    head.assign("HTTP/1.1 ");
    append_number(head, response.status);
    head.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(date_now());
    for (auto const& header : response.headers)
        head.append("\r\n").append(header.name).append(": ").append(header.value);
    exchange_.status = response.status;
    head.append("\r\nX-Request-ID: ").append(exchange_.request_id);
    if (length) {
        head.append("\r\nContent-Length: ");
        append_number(head, *length);
    } else if (!version_1_0_) {
        head.append("\r\nTransfer-Encoding: chunked");
    }
    if (!keep_alive_)
        head.append("\r\nConnection: close");
    else if (version_1_0_)
        head.append("\r\nConnection: keep-alive");
    head.append("\r\n\r\n");
}

void Session::send(Response&& response) {
    if (state_ != State::answering) return;
    hang_up_ = {};
    if (server_->draining) keep_alive_ = false;
    std::uint64_t const length = response.file ? response.file->length : response.body.size();
    bool const bodiless = response.status == 304;
    make_head(response, length);
    if (bodiless) {  // a length would be that of the body that is not sent (RFC 9110, 8.6)
        response.file.reset();
        std::size_t const at = server_->head.find("\r\nContent-Length: ");
        server_->head.erase(at, server_->head.find("\r\n", at + 2) - at);
    }
    if (head_only_ || bodiless) {
        response.body.clear();
        response.file.reset();
    }
    state_ = State::writing;
    since_ = Clock::now();
    bytes_ = 0;
    sender_.forget_sent();
    carry_on(sender_.start(socket_.get(), server_->head, std::move(response.body), std::move(response.file)));
}

/// What follows from how far the sender has come.
void Session::carry_on(Sender::Progress progress) {
    using Progress = Sender::Progress;
    if (sender_.sent() > 0) {
        moved(sender_.sent());
        exchange_.bytes += sender_.sent();
        sender_.forget_sent();
    }
    switch (progress) {
        case Progress::failed:
            return other_side_has_gone();
        case Progress::turn:
            server_->loop.post([self = shared_from_this()] {
                if (self->sender_.busy()) self->carry_on(self->sender_.go_on(self->socket_.get()));
            });
            return;
        case Progress::blocked:
            if (deadline_ == Clock::time_point::max()) patience(server_->limits.stall);
            return;
        case Progress::done:
            break;
    }
    if (state_ == State::writing || state_ == State::ending) return answered();
    deadline_ = Clock::time_point::max();
    if (state_ == State::streaming && std::exchange(room_refused_, false) && room_)
        std::exchange(room_, {})();
}

/// The request is over.
void Session::tell() {
    under_way_ = false;
    if (!server_->observer) return;
    exchange_.peer = peer_;
    exchange_.took = Clock::now() - asked_;
    server_->observer(exchange_);
}

void Session::answered() {
    tell();
    if (!keep_alive_ || server_->draining) return linger();
    state_ = State::idle;
    patience(server_->limits.idle);
    pump();
}

/// Says that no more comes, then takes what the client still sends, so that it is not cut off before it has
/// read.
void Session::linger() {
    ::shutdown(socket_.get(), SHUT_WR);
    state_ = State::lingering;
    bytes_ = 0;
    patience(longest_linger);
    pump();
}

std::shared_ptr<Stream::Target> Session::open_stream(Response&& head) {
    if (state_ != State::answering) return nullptr;
    hang_up_ = {};
    if (server_->draining || version_1_0_) keep_alive_ = false;
    make_head(head, std::nullopt);
    sender_.forget_sent();
    since_ = Clock::now();
    bytes_ = 0;
    state_ = head_only_ ? State::writing : State::streaming;
    carry_on(sender_.start(socket_.get(), server_->head, {}, {}));
    return state_ == State::streaming ? shared_from_this() : nullptr;
}

bool Session::stream_write(std::string_view bytes) {
    if (state_ != State::streaming) return false;
    if (bytes.empty()) return true;  // as a chunk it would be the last
    if (sender_.waiting() + bytes.size() > server_->limits.stream) {
        room_refused_ = true;
        return false;
    }
    if (version_1_0_) {
        carry_on(sender_.add(socket_.get(), bytes));
    } else {
        std::string chunk;
        chunk.reserve(bytes.size() + 20);
        append_number(chunk, bytes.size(), 16);
        chunk.append("\r\n").append(bytes).append("\r\n");
        carry_on(sender_.add(socket_.get(), chunk));
    }
    return state_ == State::streaming;
}

void Session::stream_end() {
    if (state_ != State::streaming) return;
    hang_up_ = room_ = {};
    state_ = State::ending;
    since_ = Clock::now();
    bytes_ = 0;
    carry_on(version_1_0_ ? sender_.go_on(socket_.get()) : sender_.add(socket_.get(), "0\r\n\r\n"));
}

void Session::on_stream_gone(std::function<void()> task) {
    if (state_ == State::streaming) on_hang_up(std::move(task));
}

}  // namespace vespa::uws::http
