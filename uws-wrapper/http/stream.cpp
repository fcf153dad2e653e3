#include "http/stream.hpp"

#include <utility>

namespace vespa::uws::http {

struct Stream::State {
    std::shared_ptr<Target> target;
    ~State() {
        if (target) target->stream_end();
    }
};

Stream::Stream(std::shared_ptr<Target> target) : state_(std::make_shared<State>()) {
    state_->target = std::move(target);
}

bool Stream::write(std::string_view bytes) const {
    return state_->target && state_->target->stream_write(bytes);
}

void Stream::end() const {
    if (auto const target = std::exchange(state_->target, nullptr)) target->stream_end();
}

bool Stream::open() const {
    return state_->target && state_->target->stream_open();
}

std::size_t Stream::pending() const {
    return state_->target ? state_->target->stream_pending() : 0;
}

void Stream::on_room(std::function<void()> task) const {
    if (state_->target) state_->target->on_stream_room(std::move(task));
}

void Stream::on_gone(std::function<void()> task) const {
    if (state_->target) state_->target->on_stream_gone(std::move(task));
}

}  // namespace vespa::uws::http
