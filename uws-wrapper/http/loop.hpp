#pragma once
#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace vespa::uws {

/// The one thread that owns connections and jobs. Everything but post() is called from that thread.
class Loop {
  public:
    Loop();
    ~Loop();
    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;

    /// Runs until stop(), which a task calls; may be run again.
    void run();
    void stop();
    /// Calls the task in the loop's thread, soon. From any thread.
    void post(std::function<void()> task);
    /// Calls the task each time one of these signals arrives.
    void on_signals(std::initializer_list<int> signals, std::function<void()> task);

    boost::asio::io_context& context();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Calls a task once, later; destroying or setting it again forgets the earlier task.
class Timer {
  public:
    explicit Timer(Loop& loop);
    ~Timer();
    Timer(Timer&&) noexcept;
    Timer& operator=(Timer&&) noexcept;
    void after(std::chrono::milliseconds delay, std::function<void()> task);
    void cancel();

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

/// Calls a task once, when a file descriptor becomes readable (a pidfd: when its process has ended).
class ReadableWatch {
  public:
    /// \param fd stays the caller's and must live as long as the watch
    ReadableWatch(Loop& loop, int fd, std::function<void()> task);
    ~ReadableWatch();
    ReadableWatch(ReadableWatch&&) noexcept;
    ReadableWatch& operator=(ReadableWatch&&) noexcept;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace vespa::uws
