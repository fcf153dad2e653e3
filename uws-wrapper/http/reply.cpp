#include "http/server.hpp"

namespace vespa::uws::http {

struct Reply::State {
    std::shared_ptr<Target> target;  ///< gone once answered
    ~State() {
        if (target) target->send(plain_text(500, "the request was dropped by the server"));
    }
};

Reply::Reply(std::shared_ptr<Target> target) : state_(std::make_shared<State>()) {
    state_->target = std::move(target);
}

void Reply::send(Response&& response) const {
    if (auto const target = std::exchange(state_->target, nullptr)) target->send(std::move(response));
}

Stream Reply::stream(Response&& head) const {
    auto const target = std::exchange(state_->target, nullptr);
    return Stream(target ? target->open_stream(std::move(head)) : nullptr);
}

void Reply::on_hang_up(std::function<void()> task) const {
    if (state_->target) state_->target->on_hang_up(std::move(task));
}

}  // namespace vespa::uws::http
