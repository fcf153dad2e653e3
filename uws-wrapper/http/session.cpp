#include "http/session.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <cerrno>
#include <ctime>

#include "http/conditional.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace vespa::uws::http {
namespace {

Method method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
            return Method::get;
        case beast::http::verb::head:
            return Method::head;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::delete_:
            return Method::del;
        case beast::http::verb::options:
            return Method::options;
        default:
            return Method::other;
    }
}

/// The Date header's value, made once a second.
std::string const& date_now() {
    static std::time_t made = 0;
    static std::string text;
    std::time_t const now = std::time(nullptr);
    if (now != made) text = http_date(made = now);
    return text;
}

std::string_view view(boost::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

Session::Session(std::shared_ptr<ServerState> server, asio::ip::tcp::socket socket)
    : server_(std::move(server)), stream_(std::move(socket)) {
    Error ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    auto const endpoint = stream_.socket().remote_endpoint(ignored);
    if (!ignored) peer_ = endpoint.address().to_string();
    server_->sessions.insert(this);
}

Session::~Session() {
    server_->sessions.erase(this);
    if (server_->draining && server_->sessions.empty() && server_->drained)
        std::exchange(server_->drained, {})();
}

void Session::read_request() {
    state_ = State::idle;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(server_->limits.header));
    parser_->body_limit(server_->limits.upload);
    stream_.expires_after(server_->limits.idle);
    beast::http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](Error error, std::size_t) { self->header_read(error); });
}

void Session::header_read(Error error) {
    if (error) return refuse(error);
    state_ = State::reading;
    auto const& message = parser_->get();
    if (message.target().size() > server_->limits.target)
        return refuse(414, "the request target is too long");
    if (parser_->is_done()) return request_read({});
    std::string_view const type = view(message[beast::http::field::content_type]);
    if (!same_name(type.substr(0, 10), "multipart/")) {
        if (parser_->content_length() && *parser_->content_length() > server_->limits.form)
            return refuse(413, "the body is too large");
        parser_->body_limit(server_->limits.form);
    }
    if (!same_name(view(message[beast::http::field::expect]), "100-continue")) return read_body();
    static std::string const go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(server_->limits.stall);
    asio::async_write(stream_, asio::buffer(go_on), [self = shared_from_this()](Error failed, std::size_t) {
        if (failed) return self->close();
        self->read_body();
    });
}

void Session::read_body() {
    stream_.expires_after(server_->limits.body);
    beast::http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](Error error, std::size_t) { self->request_read(error); });
}

void Session::request_read(Error error) {
    if (error) return refuse(error);
    auto message = parser_->release();
    Request request;
    request.method = method_of(message.method());
    request.target = view(message.target());
    for (auto const& field : message)
        request.headers.push_back({std::string(view(field.name_string())), std::string(view(field.value()))});
    request.body = std::move(message.body());
    request.peer = peer_;
    keep_alive_ = message.keep_alive() && !server_->draining;
    head_ = request.method == Method::head;
    state_ = State::answering;
    stream_.expires_never();
    server_->handler(std::move(request), Reply(shared_from_this()));
    if (state_ == State::answering) watch_for_hang_up();
}

void Session::refuse(Error error) {
    using Reason = beast::http::error;
    if (error == Reason::header_limit) return refuse(431, "the request header is too large");
    if (error == Reason::body_limit) return refuse(413, "the body is too large");
    if (error == Reason::bad_version) return refuse(505, "HTTP/1.0 or HTTP/1.1 is spoken here");
    bool const gone = error == Reason::end_of_stream || error == Reason::partial_message;
    if (!gone && error.category() == make_error_code(Reason::bad_method).category())
        return refuse(400, "malformed HTTP: " + error.message());
    close();  // the client has gone, or was too slow: the stream has closed itself
}

void Session::refuse(int status, std::string_view why) {
    keep_alive_ = false;
    state_ = State::answering;
    send(plain_text(status, why));
}

void Session::watch_for_hang_up() {
    stream_.socket().async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](Error error) {
        if (error || self->state_ != State::answering) return;
        char byte = 0;
        auto const seen = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (seen > 0 || (seen < 0 && errno == EAGAIN)) return;  // the next request, pipelined
        auto const task = std::exchange(self->hang_up_, {});
        self->close();
        if (task) task();
    });
}

void Session::send(Response&& response) {
    if (state_ != State::answering || !stream_.socket().is_open()) return;
    Error ignored;
    stream_.socket().cancel(ignored);  // ends watch_for_hang_up
    state_ = State::writing;
    hang_up_ = {};
    if (server_->draining) keep_alive_ = false;
    bool const bodiless = response.status == 304;
    std::uint64_t const length = response.file ? response.file->length : response.body.size();
    header_text_.clear();
    header_text_.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    header_text_.append(reason_of(response.status)).append("\r\nDate: ").append(date_now());
    for (auto const& header : response.headers)
        header_text_.append("\r\n").append(header.name).append(": ").append(header.value);
    if (!bodiless) header_text_.append("\r\nContent-Length: ").append(std::to_string(length));
    header_text_.append(keep_alive_ ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    body_text_.clear();
    file_.reset();
    if (!head_ && !bodiless) {
        body_text_ = std::move(response.body);
        file_ = std::move(response.file);
    }
    stream_.expires_after(server_->limits.stall * 2);
    std::array<asio::const_buffer, 2> const parts = {asio::buffer(header_text_), asio::buffer(body_text_)};
    asio::async_write(stream_, parts, [self = shared_from_this()](Error error, std::size_t) {
        if (!error && self->file_) {
            self->stream_.socket().native_non_blocking(true, error);
            if (!error) return self->write_file();
        }
        self->answer_written(error);
    });
}

void Session::write_file() {
    constexpr std::uint64_t turn = 4 * 1024 * 1024;  // then other connections have theirs
    std::uint64_t sent_now = 0;
    int const socket = stream_.socket().native_handle();
    while (file_->length > 0 && sent_now < turn) {
        auto offset = static_cast<off_t>(file_->offset);
        ssize_t const sent = ::sendfile(socket, file_->file.get(), &offset, std::min(file_->length, turn));
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) break;
        if (sent <= 0) return close();  // the file has shrunk, or the client has gone
        file_->offset += static_cast<std::uint64_t>(sent);
        file_->length -= static_cast<std::uint64_t>(sent);
        sent_now += static_cast<std::uint64_t>(sent);
    }
    if (file_->length == 0) return answer_written({});
    if (!stall_timer_) stall_timer_.emplace(stream_.get_executor());
    stall_timer_->expires_after(server_->limits.stall);
    stall_timer_->async_wait([weak = weak_from_this()](Error error) {
        if (auto const self = weak.lock(); self && !error) self->close();
    });
    stream_.socket().async_wait(asio::ip::tcp::socket::wait_write, [self = shared_from_this()](Error error) {
        self->stall_timer_->cancel();
        if (error) return self->close();
        self->write_file();
    });
}

void Session::answer_written(Error error) {
    file_.reset();
    if (error) return close();
    if (keep_alive_ && !server_->draining) return read_request();
    // Say that no more comes, then take what the client still sends, so that it is not cut off before it has
    // read.
    Error ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    state_ = State::idle;
    stream_.expires_after(std::chrono::seconds(2));
    auto rest = std::make_shared<std::array<char, 4096>>();
    auto drop = std::make_shared<std::function<void(std::size_t)>>();
    *drop = [self = shared_from_this(), rest, weak = std::weak_ptr(drop)](std::size_t left) {
        self->stream_.async_read_some(asio::buffer(*rest),
                                      [self, left, keep = weak.lock()](Error ended, std::size_t got) {
                                          if (ended || got >= left) return self->close();
                                          (*keep)(left - got);
                                      });
    };
    (*drop)(1024 * 1024);
}

void Session::end_soon() {
    if (state_ == State::idle) close();
}

void Session::close() {
    Error ignored;
    stream_.socket().close(ignored);
}

}  // namespace vespa::uws::http
