#include "http/poller.hpp"

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <system_error>
#include <vector>

namespace asio = boost::asio;

namespace vespa::uws {

struct Poller::Impl : std::enable_shared_from_this<Poller::Impl> {
    explicit Impl(asio::io_context& context) : epoll(context, make_epoll()) {}

    static int make_epoll() {
        int const fd = ::epoll_create1(EPOLL_CLOEXEC);
        if (fd < 0) throw std::system_error(errno, std::system_category(), "epoll_create1");
        return fd;
    }

    /// A descriptor's number comes back for another connection: an event names the number and which of its
    /// lives it belongs to.
    struct Slot {
        std::shared_ptr<Target> target;
        std::uint32_t life = 0;
    };

    void wait() {
        epoll.async_wait(asio::posix::stream_descriptor::wait_read,
                         [weak = weak_from_this()](boost::system::error_code error) {
                             auto const self = weak.lock();
                             if (error || !self) return;
                             self->turn();
                             if (!self->slots.empty()) self->wait();
                         });
    }

    void turn() {
        std::array<epoll_event, 256> events;
        int const count =
            ::epoll_wait(epoll.native_handle(), events.data(), static_cast<int>(events.size()), 0);
        for (int i = 0; i < count; ++i) {
            auto const& event = events[static_cast<std::size_t>(i)];
            auto const fd = static_cast<std::uint32_t>(event.data.u64);
            if (fd >= slots.size() || slots[fd].life != event.data.u64 >> 32U) continue;
            // Held: the target may remove itself, or be removed by another.
            if (auto const target = slots[fd].target) target->ready(event.events);
        }
    }

    asio::posix::stream_descriptor epoll;
    std::vector<Slot> slots;
};

Poller::Poller(Loop& loop) : impl_(std::make_shared<Impl>(loop.context())) {
    impl_->slots.resize(64);
    impl_->wait();
}

Poller::~Poller() {
    boost::system::error_code ignored;
    impl_->epoll.close(ignored);
    std::exchange(impl_->slots, {});
}

void Poller::add(int fd, std::uint32_t events, std::shared_ptr<Target> target) {
    auto const at = static_cast<std::size_t>(fd);
    if (at >= impl_->slots.size()) impl_->slots.resize(std::max(at + 1, impl_->slots.size() * 2));
    auto& slot = impl_->slots[at];
    epoll_event event{};
    event.events = events;
    event.data.u64 = (std::uint64_t{++slot.life} << 32U) | static_cast<std::uint32_t>(fd);
    if (::epoll_ctl(impl_->epoll.native_handle(), EPOLL_CTL_ADD, fd, &event) != 0)
        throw std::system_error(errno, std::system_category(), "epoll_ctl");
    slot.target = std::move(target);
}

void Poller::remove(int fd) {
    auto const at = static_cast<std::size_t>(fd);
    if (at >= impl_->slots.size() || !impl_->slots[at].target) return;
    ::epoll_ctl(impl_->epoll.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
    auto const target = std::exchange(impl_->slots[at].target, nullptr);
    ++impl_->slots[at].life;
}

}  // namespace vespa::uws
