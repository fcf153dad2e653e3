#pragma once
#include <cstdint>
#include <memory>

#include "http/loop.hpp"

namespace vespa::uws {

/// Watches many descriptors in the loop's thread, many events a system call. A target is told of every event
/// of its descriptor (EPOLLIN, ... of epoll(7)) until remove().
class Poller {
  public:
    class Target {
      public:
        virtual ~Target() = default;
        virtual void ready(std::uint32_t events) = 0;
    };

    explicit Poller(Loop& loop);
    ~Poller();
    Poller(Poller const&) = delete;
    Poller& operator=(Poller const&) = delete;

    /// Owns the target until remove(). \param fd stays the caller's. Throws std::system_error.
    void add(int fd, std::uint32_t events, std::shared_ptr<Target> target);
    /// To be called before the descriptor is closed; the target may be in the middle of ready().
    void remove(int fd);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace vespa::uws
