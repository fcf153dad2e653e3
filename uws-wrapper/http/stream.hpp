#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace vespa::uws::http {

/// An answer whose body is written piece by piece (server-sent events, a log that grows). Copies stand for
/// the same answer; when all have gone it ends. Used in the loop's thread only. What the client has not taken
/// yet is held up to Limits::stream bytes; a client that takes nothing for Limits::stall is cut off.
class Stream {
  public:
    /// What stands behind: a connection, or a test's recorder.
    class Target {
      public:
        virtual ~Target() = default;
        virtual bool stream_write(std::string_view bytes) = 0;
        virtual void stream_end() = 0;
        virtual std::size_t stream_pending() const = 0;
        virtual bool stream_open() const = 0;
        virtual void on_stream_room(std::function<void()> task) = 0;
        virtual void on_stream_gone(std::function<void()> task) = 0;
    };
    /// \param target nullptr for an answer that nobody takes: it is closed from the start
    explicit Stream(std::shared_ptr<Target> target);

    /// Sends the bytes, or queues them whole. \return false, and takes nothing, if they would not fit into
    /// what may wait, or if the stream has ended; open() tells which.
    bool write(std::string_view bytes) const;
    /// No more comes; what waits is still sent.
    void end() const;
    /// Whether there is a client that could take more.
    bool open() const;
    /// Bytes that wait to be taken.
    std::size_t pending() const;
    /// Calls the task once, when nothing waits any more after a write() that was refused.
    void on_room(std::function<void()> task) const;
    /// Calls the task once if the client goes away, or the server ends, before end().
    void on_gone(std::function<void()> task) const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace vespa::uws::http
