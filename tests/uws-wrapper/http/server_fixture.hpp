#pragma once
// A real server on a loopback port.
#include <future>
#include <optional>
#include <thread>

#include "http/loop.hpp"
#include "http/server.hpp"
#include "uws-wrapper/http/raw_client.hpp"

namespace vespa::uws::http {

using namespace std::chrono_literals;

class ServerTest : public ::testing::Test {
  protected:
    /// Answers with what it understood; /later waits for `release`, /file sends 3 MB, /stream opens a stream.
    void SetUp() override {
        limits_.form = 1000;
        limits_.upload = 5000;
        limits_.target = 200;
        limits_.idle = limits_.head = 2s;
        limits_.stall = 2s;
        limits_.stream = 100'000;
        thread_ = std::thread([this] {
            Loop loop;
            Server server(loop, "127.0.0.1", 0, limits_,
                          [this](Request&& request, Reply reply) { answer(request, reply); });
            loop_ = &loop;
            server_ = &server;
            loop.post([&] { port_.set_value(server.port()); });
            loop.run();
            held_.reset();
            stream_.reset();
        });
        port = port_.get_future().get();
    }
    void TearDown() override {
        loop_->stop();
        thread_.join();
    }
    void answer(Request const& request, Reply const& reply) {
        if (request.target == "/later") {
            reply.on_hang_up([this] { hung_up_.set_value(); });
            held_.emplace(reply);
            arrived_.set_value();
        } else if (request.target == "/file") {
            std::FILE* const file = std::tmpfile();
            std::string const megabyte(1'000'000, 'x');
            for (int i = 0; i < 3; ++i)
                std::fwrite(megabyte.data(), 1, megabyte.size(), file);
            std::fflush(file);
            Response response;
            response.file = FileBody{UniqueFd(::dup(::fileno(file))), 1, 2'999'998};
            std::fclose(file);
            reply.send(std::move(response));
        } else if (request.target == "/stream") {
            stream_.emplace(reply.stream(plain_text(200, "")));
            stream_->on_gone([this] { hung_up_.set_value(); });
            arrived_.set_value();
        } else {
            reply.send(plain_text(200, "[" + request.target + "|" + std::string(request.header("x-TEST")) +
                                           "|" + request.body + "]"));
        }
    }
    Client client() const { return Client(port); }

    Limits limits_;
    Loop* loop_ = nullptr;
    Server* server_ = nullptr;
    std::promise<std::uint16_t> port_;
    std::promise<void> arrived_, hung_up_;
    std::optional<Reply> held_;
    std::optional<Stream> stream_;
    std::thread thread_;
    std::uint16_t port = 0;
};

}  // namespace vespa::uws::http
