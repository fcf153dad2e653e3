// Answers that are written piece by piece.
#include "http/stream.hpp"

#include "uws-wrapper/http/server_fixture.hpp"

namespace vespa::uws::http {
namespace {

class StreamTest : public ServerTest {
  protected:
    void open(Client& connection, std::string const& rest = " HTTP/1.1\r\nHost: h\r\n\r\n") {
        connection.send("GET /stream" + rest);
        arrived_.get_future().wait();
    }
    /// Runs the task in the server's thread and waits for its answer.
    template <class Task>
    auto in_loop(Task task) {
        std::promise<decltype(task())> result;
        loop_->post([&] { result.set_value(task()); });
        return result.get_future().get();
    }
};

TEST_F(StreamTest, IsSentInChunksAsItIsWritten) {
    auto connection = client();
    open(connection);
    EXPECT_TRUE(in_loop([this] { return stream_->write("first\n"); }));
    std::string const answer = connection.until("first\n\r\n");
    EXPECT_NE(answer.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), "6\r\nfirst\n\r\n");
    in_loop([this] { return stream_->write("") && stream_->write("0123456789abcdef"); });
    EXPECT_EQ(connection.until("f\r\n"), "10\r\n0123456789abcdef\r\n");
    in_loop([this] { return stream_->end(), true; });
    EXPECT_EQ(connection.until("\r\n\r\n"), "0\r\n\r\n");
    EXPECT_FALSE(in_loop([this] { return stream_->open() || stream_->write("late"); }));
    EXPECT_NE(connection.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n").until("]").find("[/next||]"),
              std::string::npos);
}

TEST_F(StreamTest, EndsWithItsLastCopy) {
    auto connection = client();
    open(connection);
    in_loop([this] { return stream_.reset(), true; });
    EXPECT_NE(connection.until("0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
}

TEST_F(StreamTest, OfAnOldClientEndsWithTheConnection) {
    auto connection = client();
    open(connection, " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    in_loop([this] { return stream_->write("plain"), stream_->end(), true; });
    std::string const answer = connection.all();
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n")), "\r\n\r\nplain");
    EXPECT_EQ(answer.find("chunked"), std::string::npos);
}

TEST_F(StreamTest, ForHeadIsClosed) {
    auto connection = client();
    connection.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived_.get_future().wait();
    EXPECT_FALSE(in_loop([this] { return stream_->open() || stream_->write("x"); }));
    EXPECT_NE(connection.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n").until("]").find("[/next||]"),
              std::string::npos);
}

TEST_F(StreamTest, TellsOfAClientThatHasGone) {
    auto connection = client();
    open(connection);
    connection.close();
    EXPECT_EQ(hung_up_.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_FALSE(in_loop([this] { return stream_->open() || stream_->write("x"); }));
}

TEST_F(StreamTest, HoldsWhatIsNotTakenWithinBoundsAndTellsWhenThereIsRoom) {
    auto connection = client();
    open(connection);
    std::promise<void> room;
    std::string const piece(50'000, '#');
    // More than the sockets hold: in the end a piece is refused, and was not taken in part.
    std::size_t const taken = in_loop([&] {
        std::size_t count = 0;
        while (stream_->write(piece))
            ++count;
        EXPECT_TRUE(stream_->open());
        EXPECT_LE(stream_->pending(), limits_.stream);
        stream_->on_room([&] { room.set_value(); });
        return count;
    });
    std::string received;
    std::size_t const all = taken * (piece.size() + 8);
    while (received.size() < all) {
        std::string const more = connection.some();
        ASSERT_FALSE(more.empty());
        received += more;
    }
    EXPECT_EQ(room.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_EQ(static_cast<std::size_t>(std::count(received.begin(), received.end(), '#')),
              taken * piece.size());
    EXPECT_TRUE(in_loop([&] { return stream_->write("more"); }));
}

TEST_F(StreamTest, CutsOffAClientThatTakesNothing) {
    auto connection = client();
    open(connection);
    in_loop([&] {
        while (stream_->write(std::string(50'000, 'x'))) {
        }
        return true;
    });
    EXPECT_EQ(hung_up_.get_future().wait_for(30s), std::future_status::ready);
}

TEST_F(StreamTest, EndsWhenTheServerEnds) {
    auto connection = client();
    open(connection);
    std::promise<void> drained;
    loop_->post([&] { server_->drain(20s, [&] { drained.set_value(); }); });
    EXPECT_NE(connection.all().find("0\r\n\r\n"), std::string::npos);
    connection.close();
    EXPECT_EQ(drained.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_EQ(hung_up_.get_future().wait_for(20s), std::future_status::ready);
}

}  // namespace
}  // namespace vespa::uws::http
