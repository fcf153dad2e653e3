#include "http/sender.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace vespa::uws::http {
namespace {

constexpr std::uint64_t file_turn = 4 * 1024 * 1024;  // then other connections have theirs

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

Sender::Progress Sender::start(int socket, std::string_view head, std::string&& body,
                               std::optional<FileBody>&& file) {
    file_ = std::move(file);
    std::array<iovec, 2> parts{};
    parts[0] = {const_cast<char*>(head.data()), head.size()};
    parts[1] = {body.data(), body.size()};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = body.empty() ? 1 : 2;
    ssize_t taken = -1;
    do {
        taken = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT | (file_ ? MSG_MORE : 0));
    } while (taken < 0 && errno == EINTR);
    if (taken < 0 && !would_block()) return Progress::failed;
    auto const count = static_cast<std::size_t>(std::max<ssize_t>(taken, 0));
    sent_ += count;
    if (count == head.size() + body.size()) return file_ ? send_file(socket) : Progress::done;
    if (count < head.size()) {
        bytes_.assign(head.substr(count)).append(body);
        at_ = 0;
    } else {
        bytes_ = std::move(body);
        at_ = count - head.size();
    }
    return go_on(socket);
}

Sender::Progress Sender::add(int socket, std::string_view bytes) {
    if (waiting() > 0) {
        if (at_ > bytes_.size() / 2) {
            bytes_.erase(0, at_);
            at_ = 0;
        }
        bytes_.append(bytes);
        return Progress::blocked;
    }
    bytes_.assign(bytes);
    at_ = 0;
    return send_bytes(socket);
}

Sender::Progress Sender::go_on(int socket) {
    if (waiting() > 0)
        if (auto const progress = send_bytes(socket); progress != Progress::done) return progress;
    return file_ ? send_file(socket) : Progress::done;
}

Sender::Progress Sender::send_bytes(int socket) {
    while (waiting() > 0) {
        ssize_t const taken = ::send(socket, bytes_.data() + at_, waiting(),
                                     MSG_NOSIGNAL | MSG_DONTWAIT | (file_ ? MSG_MORE : 0));
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0) return would_block() ? Progress::blocked : Progress::failed;
        at_ += static_cast<std::size_t>(taken);
        sent_ += static_cast<std::size_t>(taken);
    }
    std::string().swap(bytes_);
    at_ = 0;
    return Progress::done;
}

Sender::Progress Sender::send_file(int socket) {
    for (std::uint64_t now = 0; file_->length > 0;) {
        if (now >= file_turn) return Progress::turn;
        auto offset = static_cast<off_t>(file_->offset);
        ssize_t const taken =
            ::sendfile(socket, file_->file.get(), &offset, std::min(file_->length, file_turn));
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0 && would_block()) return Progress::blocked;
        if (taken <= 0) return Progress::failed;
        auto const count = static_cast<std::uint64_t>(taken);
        file_->offset += count;
        file_->length -= count;
        sent_ += count;
        now += count;
    }
    file_.reset();
    return Progress::done;
}

}  // namespace vespa::uws::http
