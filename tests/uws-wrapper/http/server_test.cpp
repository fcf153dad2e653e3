// A real server and a client that writes bytes by hand.
#include "uws-wrapper/http/server_fixture.hpp"

namespace vespa::uws::http {
namespace {

TEST_F(ServerTest, KeepsTheConnectionForPipelinedRequests) {
    auto connection = client();
    connection.send("GET /1 HTTP/1.1\r\nHost: h\r\nX-Test: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
    std::string const answers = connection.until("[/2||]");
    EXPECT_NE(answers.find("[/1|a|]"), std::string::npos);
    EXPECT_NE(answers.find("Content-Length: 7\r\n"), std::string::npos);
    EXPECT_EQ(answers.find("Connection:"), std::string::npos);
    connection.send("GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_NE(connection.all().find("[/3||]"), std::string::npos);
}

TEST_F(ServerTest, JoinsChunks) {
    std::string const answer =
        client()
            .send("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            .send("2\r\nde\r\n0\r\n\r\n")
            .until("]");
    EXPECT_NE(answer.find("[/c||abcde]"), std::string::npos);
}

TEST_F(ServerTest, AsksForABodyThatWaitsToBeAsked) {
    auto connection = client();
    connection.send("POST /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(connection.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_NE(connection.send("ok").until("]").find("[/e||ok]"), std::string::npos);
}

TEST_F(ServerTest, HeadHasTheHeadersAndNoBody) {
    auto connection = client();
    connection.send("HEAD /h HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    std::string const answer = connection.all();
    EXPECT_NE(answer.find("Content-Length: 6\r\n"), std::string::npos);
    EXPECT_EQ(answer.substr(answer.size() - 4), "\r\n\r\n");
}

TEST_F(ServerTest, SendsFilesWhole) {
    auto connection = client();
    std::string const answer =
        connection.send("GET /file HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").all();
    std::size_t const body = answer.find("\r\n\r\n") + 4;
    EXPECT_EQ(answer.size() - body, 2'999'998u);
    EXPECT_EQ(answer.find_first_not_of('x', body), std::string::npos);
    connection = client();
    std::string const second =
        connection.send("HEAD /file HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").all();
    EXPECT_NE(second.find("Content-Length: 2999998"), std::string::npos);
}

TEST_F(ServerTest, RefusesWhatIsTooMuch) {
    std::string const get = "GET / HTTP/1.1\r\nHost: h\r\n", post = "POST / HTTP/1.1\r\nHost: h\r\n";
    EXPECT_NE(client()
                  .send("GET /" + std::string(300, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n")
                  .all()
                  .find("HTTP/1.1 414 "),
              std::string::npos);
    EXPECT_NE(client().send(get + "X: " + std::string(20'000, 'a') + "\r\n\r\n").all().find("HTTP/1.1 431 "),
              std::string::npos);
    EXPECT_NE(client().send(post + "Content-Length: 1001\r\n\r\n").all().find("HTTP/1.1 413 "),
              std::string::npos);
    EXPECT_NE(client()
                  .send(post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'a'))
                  .all()
                  .find("HTTP/1.1 413 "),
              std::string::npos);
    EXPECT_NE(
        client()
            .send(post + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5001\r\n\r\n")
            .all()
            .find("HTTP/1.1 413 "),
        std::string::npos);
    EXPECT_NE(
        client()
            .send(post + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000\r\n\r\n" +
                  std::string(4000, 'z'))
            .until("]")
            .find("HTTP/1.1 200 "),
        std::string::npos);
}

TEST_F(ServerTest, RefusesMalformedRequests) {
    for (char const* const bad : {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                                  "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
                                  "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"})
        EXPECT_NE(client().send(bad).all().find("HTTP/1.1 400 "), std::string::npos) << bad;
    EXPECT_NE(client().send("GET / HTTX/1.1\r\n\r\n").all().find("HTTP/1.1 400 "), std::string::npos);
    EXPECT_NE(client().send("GET / HTTP/2.5\r\n\r\n").all().find("HTTP/1.1 505 "), std::string::npos);
}

TEST_F(ServerTest, ClosesOnAClientThatSaysNothing) {
    EXPECT_EQ(client().all(), "");
    EXPECT_NE(client().send("GET / HT").all().find("HTTP/1.1 408 "), std::string::npos);
}

TEST_F(ServerTest, AnswersLater) {
    auto connection = client();
    connection.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived_.get_future().wait();
    loop_->post([this] { held_->send(plain_text(200, "at last")); });
    EXPECT_NE(connection.until("at last").find("HTTP/1.1 200 OK"), std::string::npos);
    EXPECT_NE(connection.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n").until("]").find("[/next||]"),
              std::string::npos);
}

TEST_F(ServerTest, TellsOfAClientThatHasGone) {
    auto connection = client();
    connection.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived_.get_future().wait();
    connection.close();
    EXPECT_EQ(hung_up_.get_future().wait_for(20s), std::future_status::ready);
}

TEST_F(ServerTest, DrainLetsAnswersEndAndClosesTheRest) {
    auto idle = client(), waiting = client();
    idle.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n").until("]");
    waiting.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived_.get_future().wait();
    std::promise<void> drained;
    loop_->post([&] { server_->drain(20s, [&] { drained.set_value(); }); });
    EXPECT_EQ(idle.all(), "");
    loop_->post([this] { held_->send(plain_text(200, "at last")); });
    std::string const answer = waiting.all();
    EXPECT_NE(answer.find("at last"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    waiting.close();
    EXPECT_EQ(drained.get_future().wait_for(20s), std::future_status::ready);
}

}  // namespace
}  // namespace vespa::uws::http
