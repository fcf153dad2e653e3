#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>

namespace vespa::uws::benchmark {

std::string Answer::header(std::string_view name) const {
    std::string const wanted = "\r\n" + std::string(name) + ": ";
    std::size_t const at = head.find(wanted);
    if (at == std::string_view::npos) throw std::runtime_error("no header " + std::string(name));
    std::size_t const begin = at + wanted.size();
    return std::string(head.substr(begin, head.find("\r\n", begin) - begin));
}

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect to the server");
    int const yes = 1;
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void Connection::send(std::string_view request) {
    if (::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
        throw std::runtime_error("the server has closed a connection");
}

bool Connection::receive() {
    if (std::exchange(complete_, false)) {
        received_.clear();
        expected_ = 0;
    }
    std::array<char, 256 * 1024> block;
    ssize_t const got = ::recv(socket_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (got <= 0) throw std::runtime_error("the server has closed a connection");
    received_.append(block.data(), static_cast<std::size_t>(got));
    if (expected_ == 0) read_head();
    if (expected_ == 0 || received_.size() < expected_) return false;
    std::string_view const all = received_;
    std::size_t const body = all.find("\r\n\r\n") + 4;
    answer_.head = all.substr(0, body);
    answer_.body = all.substr(body);
    return complete_ = true;
}

void Connection::read_head() {
    std::size_t const end = received_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    answer_.head = std::string_view(received_).substr(0, end + 4);
    answer_.status = std::stoi(received_.substr(9, 3));
    expected_ = end + 4 + std::stoull(answer_.header("Content-Length"));
}

Answer const& Connection::ask(std::string_view request) {
    send(request);
    pollfd wanted{socket_.get(), POLLIN, 0};
    while (!receive())
        ::poll(&wanted, 1, 1000);
    return answer_;
}

Load::Load(std::uint16_t port, std::size_t clients) : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < clients; ++i) {
        clients_.emplace_back(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, clients_.back().fd(), &event);
    }
}

double Load::run(std::size_t requests, std::function<std::string_view(std::size_t)> const& next,
                 std::function<void(std::size_t, Answer const&)> const& seen) {
    auto const begin = std::chrono::steady_clock::now();
    std::size_t sent = 0, answered = 0;
    for (std::size_t i = 0; i < clients_.size() && sent < requests; ++i, ++sent)
        clients_[i].send(next(i));
    std::array<epoll_event, 256> events;
    while (answered < requests) {
        int const count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 60'000);
        if (count == 0) throw std::runtime_error("the server has not answered for a minute");
        for (int i = 0; i < count; ++i) {
            auto const at = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
            if (!clients_[at].receive()) continue;
            ++answered;
            seen(at, clients_[at].answer());
            if (sent == requests) continue;
            ++sent;
            clients_[at].send(next(at));
        }
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string get(std::string const& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

std::string post(std::string const& target, std::string const& form) {
    return "POST " + target +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
           "Content-Length: " +
           std::to_string(form.size()) + "\r\n\r\n" + form;
}

}  // namespace vespa::uws::benchmark
