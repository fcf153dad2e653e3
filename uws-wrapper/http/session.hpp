#pragma once
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "http/body_reader.hpp"
#include "http/head.hpp"
#include "http/poller.hpp"
#include "http/request_id.hpp"
#include "http/sender.hpp"
#include "http/server.hpp"

namespace vespa::uws::http {

class Session;

/// What the sessions of one server share.
struct ServerState {
    ServerState(Loop& in, Limits const& allowed) : loop(in), limits(allowed), poller(in) {}

    Loop& loop;
    Limits limits;
    Server::Handler handler;
    Server::Receiver receiver;
    std::function<void(Exchange const&)> observer;
    RequestIds ids;
    Poller poller;
    std::unordered_set<Session*> sessions;
    std::unordered_map<std::string, std::size_t> per_address;  ///< counted only if it is bounded
    bool draining = false;
    std::function<void()> drained;  ///< called when draining and the last session has gone
    std::array<char, 64 * 1024> received{};
    std::string head;  ///< of the answer that is being made
};

/// One connection: reads a request, has it answered, reads the next. While a request is under way nothing
/// further is read, so that a client is held back by its own answers.
class Session final : public Poller::Target,
                      public Reply::Target,
                      public Stream::Target,
                      public std::enable_shared_from_this<Session> {
  public:
    using Clock = std::chrono::steady_clock;

    Session(std::shared_ptr<ServerState> server, UniqueFd socket, std::string peer);
    ~Session() override;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    void start();
    /// Closes the connection if no request is under way, else after the answer.
    void end_soon();
    void close();
    /// Ends what has taken too long.
    void look_at_clock(Clock::time_point present);

    // Poller
    void ready(std::uint32_t events) override;
    // Reply
    void send(Response&& response) override;
    void on_hang_up(std::function<void()> task) override;
    std::shared_ptr<Stream::Target> open_stream(Response&& head) override;
    // Stream
    bool stream_write(std::string_view bytes) override;
    void stream_end() override;
    std::size_t stream_pending() const override { return sender_.waiting(); }
    bool stream_open() const override { return state_ == State::streaming; }
    void on_stream_room(std::function<void()> task) override { room_ = std::move(task); }
    void on_stream_gone(std::function<void()> task) override;

  private:
    enum class State {
        idle,       ///< between requests
        head,       ///< some of a head has come
        body,       ///<
        held_back,  ///< the body's sink wants no more for now
        answering,  ///< the handler has the request
        streaming,  ///< the answer is a stream
        ending,     ///< the stream has ended, its rest is on its way
        writing,    ///< the answer is on its way
        lingering,  ///< no answer follows: what the client still sends is dropped until it ends
        closed
    };

    // session.cpp: what comes in
    void pump();
    bool step();
    bool receive();
    bool read_head();
    void begin_body(Head&& head);
    bool read_body();
    void feed(std::string_view piece);
    void finish_body();
    void dispatch();
    void refuse(Refusal const& refusal);
    void other_side_has_gone();
    // session_answer.cpp: what goes out
    void make_head(Response const& response, std::optional<std::uint64_t> length);
    void carry_on(Sender::Progress progress);
    void answered();
    void tell();
    void linger();
    void patience(std::chrono::seconds allowed) { deadline_ = Clock::now() + allowed; }
    void moved(std::uint64_t bytes);

    std::shared_ptr<ServerState> server_;
    UniqueFd socket_;
    std::string peer_;
    State state_ = State::idle;
    bool readable_ = false;  ///< bytes or an end may be there that have not been received
    bool half_closed_ = false, pumping_ = false;
    bool keep_alive_ = true, head_only_ = false, version_1_0_ = false, room_refused_ = false,
         resumed_ = false;
    std::string in_;  ///< received and not used yet
    std::size_t searched_ = 0;
    Request request_;
    Exchange exchange_;  ///< of the request under way; kept only as far as somebody wants to know
    bool under_way_ = false;
    Clock::time_point asked_{};
    BodyReader reader_;
    std::uint64_t body_limit_ = 0, body_size_ = 0;
    Sender sender_;
    std::function<void()> hang_up_, room_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point since_{};  ///< the body or the answer began then
    std::uint64_t bytes_ = 0;    ///< of the body or the answer so far
};

}  // namespace vespa::uws::http
