#include "http/aside.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "http/loop.hpp"

namespace vespa::uws {

struct Aside::Impl {
    explicit Impl(Loop& its_loop) : loop(its_loop) {}

    using Task = std::pair<std::function<void()>, std::function<void()>>;
    Loop& loop;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Task> tasks;
    bool ending = false;
    std::vector<std::thread> threads;

    void serve() {
        std::unique_lock lock(mutex);
        for (;;) {
            wake.wait(lock, [this] { return ending || !tasks.empty(); });
            if (ending) return;
            Task task = std::move(tasks.front());
            tasks.pop_front();
            lock.unlock();
            task.first();
            task.first = {};  // what it holds may be used by `done` alone from now on
            loop.post(std::move(task.second));
            lock.lock();
        }
    }
};

Aside::Aside(Loop& loop, int threads) : impl_(std::make_unique<Impl>(loop)) {
    for (int i = 0; i < threads; ++i)
        impl_->threads.emplace_back([impl = impl_.get()] { impl->serve(); });
}

Aside::~Aside() {
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->ending = true;
    }
    impl_->wake.notify_all();
    for (auto& thread : impl_->threads)
        thread.join();
}

void Aside::run(std::function<void()> work, std::function<void()> done) {
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->tasks.emplace_back(std::move(work), std::move(done));
    }
    impl_->wake.notify_one();
}

}  // namespace vespa::uws
