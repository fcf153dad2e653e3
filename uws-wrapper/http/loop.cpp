#include "http/loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <vector>

namespace asio = boost::asio;

namespace vespa::uws {

struct Loop::Impl {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    std::vector<std::unique_ptr<asio::signal_set>> signals;

    static void watch(asio::signal_set& set, std::shared_ptr<std::function<void()>> const& task) {
        set.async_wait([&set, task](boost::system::error_code error, int) {
            if (error) return;
            watch(set, task);
            (*task)();
        });
    }
};

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;
void Loop::run() {
    impl_->context.restart();
    impl_->context.run();
}
void Loop::stop() {
    impl_->context.stop();
}
void Loop::post(std::function<void()> task) {
    asio::post(impl_->context, std::move(task));
}
asio::io_context& Loop::context() {
    return impl_->context;
}

void Loop::on_signals(std::initializer_list<int> signals, std::function<void()> task) {
    auto set = std::make_unique<asio::signal_set>(impl_->context);
    for (int const number : signals)
        set->add(number);
    Impl::watch(*set, std::make_shared<std::function<void()>>(std::move(task)));
    impl_->signals.push_back(std::move(set));
}

struct Timer::Impl {
    explicit Impl(asio::io_context& context) : timer(context) {}
    asio::steady_timer timer;
    unsigned setting =
        0;  ///< counts after() and cancel(): an expiry that is already queued belongs to an older one
};

Timer::Timer(Loop& loop) : impl_(std::make_shared<Impl>(loop.context())) {}
Timer::~Timer() = default;
Timer::Timer(Timer&&) noexcept = default;
Timer& Timer::operator=(Timer&&) noexcept = default;

void Timer::after(std::chrono::milliseconds delay, std::function<void()> task) {
    impl_->timer.expires_after(delay);
    impl_->timer.async_wait([weak = std::weak_ptr(impl_), setting = ++impl_->setting,
                             task = std::move(task)](boost::system::error_code error) {
        auto const self = weak.lock();
        if (!error && self && self->setting == setting) task();
    });
}

void Timer::cancel() {
    ++impl_->setting;
    impl_->timer.cancel();
}

struct ReadableWatch::Impl {
    Impl(asio::io_context& context, int fd, std::function<void()> what)
        : descriptor(context, fd), task(std::move(what)) {}
    ~Impl() { let_go(); }
    void let_go() {
        if (descriptor.is_open()) descriptor.release();
    }
    asio::posix::stream_descriptor descriptor;
    std::function<void()> task;
};

ReadableWatch::ReadableWatch(Loop& loop, int fd, std::function<void()> task)
    : impl_(std::make_shared<Impl>(loop.context(), fd, std::move(task))) {
    impl_->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                 [weak = std::weak_ptr(impl_)](boost::system::error_code error) {
                                     auto const self = weak.lock();
                                     if (error || !self) return;
                                     // First, since the task may close the descriptor and its number may come
                                     // back for another: that one's watch would be undone here.
                                     self->let_go();
                                     self->task();
                                 });
}
ReadableWatch::~ReadableWatch() = default;
ReadableWatch::ReadableWatch(ReadableWatch&&) noexcept = default;
ReadableWatch& ReadableWatch::operator=(ReadableWatch&&) noexcept = default;

}  // namespace vespa::uws
