#include <gtest/gtest.h>

#include "http/server.hpp"

namespace vespa::uws::http {
namespace {

struct Recorder : Reply::Target {
    std::vector<int> statuses;
    void send(Response&& response) override { statuses.push_back(response.status); }
    void on_hang_up(std::function<void()>) override {}
    std::shared_ptr<Stream::Target> open_stream(Response&&) override { return nullptr; }
};

TEST(Reply, IsSentOnce) {
    auto const recorder = std::make_shared<Recorder>();
    Reply const reply(recorder);
    Reply const copy = reply;
    reply.send(plain_text(200, "a"));
    copy.send(plain_text(404, "b"));
    EXPECT_EQ(recorder->statuses, std::vector<int>{200});
}

TEST(Reply, ThatIsDroppedIsAnErrorOfTheServer) {
    auto const recorder = std::make_shared<Recorder>();
    { Reply const reply(recorder); }
    EXPECT_EQ(recorder->statuses, std::vector<int>{500});
}

}  // namespace
}  // namespace vespa::uws::http
