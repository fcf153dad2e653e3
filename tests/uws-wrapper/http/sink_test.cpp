// Bodies that are taken piece by piece, and connections that come by a Unix socket.
#include <sys/un.h>

#include <filesystem>

#include "uws-wrapper/http/server_fixture.hpp"

namespace vespa::uws::http {
namespace {

/// Counts what it gets; says "no more for now" after each piece and goes on when the test lets it.
class Counter : public BodySink {
  public:
    static inline std::atomic<int> living = 0;
    Counter() { ++living; }
    ~Counter() override { --living; }
    std::uint64_t limit() const override { return 3'000'000; }
    void begin(std::function<void()> resume) override { resume_ = std::move(resume); }
    bool take(std::string_view piece) override {
        size += piece.size();
        if (piece.find('!') != std::string_view::npos) throw Refusal(400, "no '!' please");
        return hold_back();
    }
    bool end() override { return std::exchange(asked_, true) || hold_back(); }
    std::uint64_t size = 0;
    Loop* loop = nullptr;

  private:
    bool hold_back() {
        if (loop == nullptr) {
            resume_();  // at once: as if nothing had been held back
            return false;
        }
        loop->post([resume = resume_] { resume(); });
        return false;
    }
    std::function<void()> resume_;
    bool asked_ = false;
};

class SinkTest : public ::testing::Test {
  protected:
    void SetUp() override {
        thread_ = std::thread([this] {
            Loop loop;
            auto const receiver = [&](Request const& request) -> std::shared_ptr<BodySink> {
                if (request.target == "/refused") throw Refusal(403, "not you");
                if (request.target == "/plain") return nullptr;
                auto const made = std::make_shared<Counter>();
                if (request.target == "/later") made->loop = &loop;
                return made;
            };
            auto const handler = [](Request&& request, Reply const& reply) {
                auto const counter = std::dynamic_pointer_cast<Counter>(request.sink);
                reply.send(plain_text(
                    200, "[" + std::to_string(counter ? counter->size : request.body.size()) + "]"));
            };
            Server server(loop, "127.0.0.1", 0, {}, handler, receiver);
            loop_ = &loop;
            loop.post([&] { ready_.set_value(server.port()); });
            loop.run();
        });
        port_ = ready_.get_future().get();
    }
    void TearDown() override {
        loop_->post([this] { loop_->stop(); });
        thread_.join();
        EXPECT_EQ(Counter::living, 0);
    }
    static std::string post(std::string const& target, std::size_t length) {
        return "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) +
               "\r\n\r\n";
    }

    Loop* loop_ = nullptr;
    std::promise<std::uint16_t> ready_;
    std::thread thread_;
    std::uint16_t port_ = 0;
};

TEST_F(SinkTest, TakesLargeBodiesPieceByPiece) {
    std::string const body(2'500'000, 'x');
    for (std::string const target : {"/now", "/later"}) {
        Client client(port_);
        client.send(post(target, body.size()) + body + post(target, 3) + "abc");
        std::string const answers = client.until("[3]");
        EXPECT_NE(answers.find("[2500000]"), std::string::npos) << target;
    }
}

TEST_F(SinkTest, TheOthersGoToMemory) {
    EXPECT_NE(Client(port_).send(post("/plain", 3) + "abc").until("]").find("[3]"), std::string::npos);
}

TEST_F(SinkTest, MayRefuse) {
    EXPECT_NE(Client(port_).send(post("/now", 4) + "ab!d").all().find("HTTP/1.1 400 "), std::string::npos);
    EXPECT_NE(Client(port_).send(post("/refused", 4)).all().find("HTTP/1.1 403 "), std::string::npos);
    EXPECT_NE(Client(port_).send(post("/now", 3'000'001)).all().find("HTTP/1.1 413 "), std::string::npos);
}

TEST_F(SinkTest, GoesWithTheClient) {
    Client client(port_);
    client.send(post("/now", 10) + "abc");
    while (Counter::living == 0)
        std::this_thread::sleep_for(1ms);
    client.close();
    for (int i = 0; i < 2000 && Counter::living > 0; ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_EQ(Counter::living, 0);
}

TEST(UnixSocket, TakesRequestsAndReplacesADeadOne) {
    namespace fs = std::filesystem;
    char name[] = "/tmp/vespa-socket-XXXXXX";
    fs::path const folder = ::mkdtemp(name), path = folder / "http";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    {
        UniqueFd const dead(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ASSERT_EQ(::bind(dead.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    Loop loop;
    std::string peer;
    auto const handler = [&](Request&& request, Reply const& reply) {
        peer = request.peer;
        reply.send(plain_text(200, "here"));
    };
    {
        Server const server(loop, path, {}, handler);
        EXPECT_EQ(server.port(), 0);
        EXPECT_EQ(fs::status(path).permissions(), fs::perms(0660));
        EXPECT_THROW(Server(loop, path, {}, handler), std::system_error);
        std::string answer;
        std::thread other([&] {
            UniqueFd const client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
            EXPECT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
            std::string const get = "GET / HTTP/1.0\r\n\r\n";
            EXPECT_EQ(::send(client.get(), get.data(), get.size(), 0), static_cast<ssize_t>(get.size()));
            char block[1024];
            for (ssize_t got = 0; (got = ::recv(client.get(), block, sizeof block, 0)) > 0;)
                answer.append(block, static_cast<std::size_t>(got));
            loop.post([&] { loop.stop(); });
        });
        loop.run();
        other.join();
        EXPECT_NE(answer.find("here"), std::string::npos);
        EXPECT_EQ(peer, "unix");
    }
    EXPECT_FALSE(fs::exists(path));
    EXPECT_THROW(Server(loop, folder / std::string(200, 'a'), {}, handler), std::system_error);
    fs::remove_all(folder);
}

}  // namespace
}  // namespace vespa::uws::http
