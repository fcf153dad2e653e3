#include "rest/events.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "http/percent.hpp"
#include "rest/log_follower.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;
using http::Method;
using http::Refusal;

constexpr std::size_t most_followers = 5000;      // streams and blocked requests together
constexpr std::size_t piece = 32 * 1024;          // of a log, read and sent at a time
constexpr std::size_t most_waiting = 128 * 1024;  // for a slow client; then it has to catch up first
constexpr std::uint64_t log_at_start = 64 * 1024;
constexpr auto interval = 500ms;  // between looks at progress and logs
constexpr auto heartbeat = 15s;

/// Follows one job for one client. Lives as long as the job's waiters hold it.
class Feed : public std::enable_shared_from_this<Feed> {
  public:
    enum class Form { events, text };

    Feed(CallPtr call, std::shared_ptr<Entry> entry, Form form, std::vector<std::string> const& logs)
        : call_(std::move(call)), entry_(std::move(entry)), form_(form) {
        auto const folder = call_->here.jobs.folder_of(entry_->job).root();
        for (auto const& log : logs)
            logs_.push_back({log, LogFollower(folder, log + ".log")});
    }

    std::vector<std::pair<std::string, LogFollower>>& logs() { return logs_; }
    bool tells_job = false;

    void start() {
        http::Response head;
        bool const events = form_ == Form::events;
        head.headers = {{"Content-Type", events ? "text/event-stream" : "text/plain; charset=UTF-8"},
                        {"X-Accel-Buffering", "no"}};
        stream_.emplace(answer_stream(*call_, std::move(head)));
        if (!stream_->open()) return;
        stream_->on_gone([weak = weak_from_this()] {
            if (auto const self = weak.lock()) self->stop();
        });
        look();
    }

  private:
    void look() {
        if (over_) return;
        bool const last = is_final(entry_->job.phase) || entry_->job.delete_requested;
        bool const slow = stream_->pending() > most_waiting;
        bool const more = slow || tell(last);
        if (!stream_->open()) return stop();
        if (last && !more) return finish();
        bool const grows = slow || entry_->job.phase == Phase::executing;
        wait(more && !slow ? 20ms : grows ? interval : heartbeat);
    }

    /// Sends what is new. \return whether there is more of it
    bool tell(bool last) {
        bool more = false;
        if (tells_job) {
            std::string state = job_event(entry_->job);
            if (state != told_) send("job", told_ = std::move(state));
        }
        for (auto& [name, follower] : logs_) {
            std::string const text = follower.next(piece, last);
            if (!text.empty()) send(name, text);
            more = more || follower.more();
        }
        if (form_ == Form::events && Clock::now() - sent_ >= heartbeat) write(": still here\n\n");
        return more;
    }

    void send(std::string_view name, std::string_view data) {
        if (form_ == Form::text)
            write(data);
        else
            write(event_text(name, position(), data));
    }

    void write(std::string_view bytes) {
        sent_ = Clock::now();
        stream_->write(bytes);
    }

    std::string position() const {
        std::string id;
        for (auto const& log : logs_)
            id.append(id.empty() ? "" : ".").append(std::to_string(log.second.offset()));
        return id;
    }

    /// Looks again later, or as soon as the phase changes.
    void wait(std::chrono::milliseconds longest) {
        forget_ = entry_->waiters.add(longest, [self = shared_from_this()] { self->look(); });
    }

    void finish() {
        auto const& job = entry_->job;
        if (form_ == Form::events)
            write(event_text("end", position(), job.delete_requested ? "deleted" : phase_name(job.phase)));
        stream_->end();
        stop();
    }

    void stop() {
        over_ = true;
        if (auto const forget = std::exchange(forget_, {})) forget();
    }

    using Clock = std::chrono::steady_clock;
    CallPtr call_;
    std::shared_ptr<Entry> entry_;
    Form form_;
    std::vector<std::pair<std::string, LogFollower>> logs_;
    std::optional<http::Stream> stream_;
    std::string told_;
    Clock::time_point sent_ = Clock::now();
    std::function<void()> forget_;
    bool over_ = false;
};

std::uint64_t number_in(std::string_view& text) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc()) return 0;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
    return number;
}

/// Where a client that comes again had come to; nothing for one that comes first.
void take_up(Call const& call, Feed& feed, bool from_the_beginning) {
    std::string_view last = call.request.header("Last-Event-ID");
    for (auto& log : feed.logs())
        if (!last.empty())
            log.second.start_at(number_in(last));
        else if (!from_the_beginning)
            log.second.start_near_end(log_at_start);
}

void check_room(Call const& call) {
    if (call.here.jobs.table().waiters() >= most_followers)
        throw Refusal(503, "too many clients follow jobs now; read the log or the job instead",
                      {{"Retry-After", "30"}});
}

}  // namespace

void serve_events(CallPtr const& call, Place const& place) {
    call->allow({Method::get});
    check_room(*call);
    auto const feed = std::make_shared<Feed>(call, place.entry, Feed::Form::events,
                                             std::vector<std::string>{"stdout", "stderr"});
    feed->tells_job = true;
    take_up(*call, *feed, false);
    feed->start();
}

void follow_log(CallPtr const& call, Place const& place, std::string const& stream) {
    check_room(*call);
    bool const events = call->request.header("Accept").find("text/event-stream") != std::string_view::npos;
    auto const feed = std::make_shared<Feed>(
        call, place.entry, events ? Feed::Form::events : Feed::Form::text, std::vector<std::string>{stream});
    take_up(*call, *feed, true);
    feed->start();
}

std::string job_event(Job const& job) {
    nlohmann::ordered_json event = {{"phase", phase_name(job.phase)}};
    if (job.started) event["started"] = to_text(*job.started);
    if (job.ended) event["ended"] = to_text(*job.ended);
    if (job.progress) {
        auto const& progress = *job.progress;
        event["progress"] = {{"fraction", progress.fraction},
                             {"done", progress.done},
                             {"total", progress.total},
                             {"stage", progress.phase},
                             {"message", progress.message}};
    }
    if (job.error) event["error"] = job.error->message;
    if (!job.results.empty()) event["results"] = job.results.size();
    return event.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string event_text(std::string_view name, std::string_view id, std::string_view data) {
    std::string const text = http::to_utf8(data);
    std::string event = "event: " + std::string(name) + "\nid: " + std::string(id) + "\ndata: ";
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (pair) continue;
        bool const line_break = text[i] == '\n' || text[i] == '\r';
        if (line_break && i + 1 == text.size()) break;  // data ends without one
        event += line_break ? "\ndata: " : std::string(1, text[i]);
    }
    return event + "\n\n";
}

}  // namespace vespa::uws
