// Forms of any size, from a real connection to the disk.
#include "http/form_sink.hpp"

#include <filesystem>

#include "http/aside.hpp"
#include "http/spooled_file.hpp"
#include "uws-wrapper/http/server_fixture.hpp"

namespace vespa::uws::http {
namespace {

class FormSinkTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-spool-XXXXXX";
        spool_ = ::mkdtemp(name);
        thread_ = std::thread([this] {
            Loop loop;
            Aside aside(loop, 2);
            auto const receiver = [&](Request const& request) -> std::shared_ptr<BodySink> {
                return std::make_shared<FormSink>(aside, request.header("Content-Type"),
                                                  FormRules{spool_, 40'000'000, 1000});
            };
            auto const handler = [](Request&& request, Reply const& reply) {
                std::string text;
                for (auto const& field : std::dynamic_pointer_cast<FormSink>(request.sink)->take_form())
                    text += field.name + "=" +
                            (field.file ? std::to_string(field.file->size()) : field.value) + ";";
                reply.send(plain_text(200, "[" + text + "]"));
            };
            Server server(loop, "127.0.0.1", 0, {}, handler, receiver);
            loop_ = &loop;
            loop.post([&] { ready_.set_value(server.port()); });
            loop.run();
        });
        port_ = ready_.get_future().get();
    }
    void TearDown() override {
        for (int i = 0; i < 2000 && !std::filesystem::is_empty(spool_); ++i)
            std::this_thread::sleep_for(10ms);
        EXPECT_TRUE(std::filesystem::is_empty(spool_)) << "an upload was left behind";
        loop_->post([this] { loop_->stop(); });
        thread_.join();
        std::filesystem::remove_all(spool_);
    }
    static std::string head(std::size_t length) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; "
               "boundary=b\r\nContent-Length: " +
               std::to_string(length) + "\r\n\r\n";
    }
    static std::string body(std::size_t size) {
        return "--b\r\nContent-Disposition: form-data; name=t\r\n\r\nx\r\n"
               "--b\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\n" +
               std::string(size, '-') + "\r\n--b--\r\n";
    }
    std::string answer_to(std::string const& sent) const { return Client(port_).send(sent).all(); }

    std::filesystem::path spool_;
    Loop* loop_ = nullptr;
    std::promise<std::uint16_t> ready_;
    std::thread thread_;
    std::uint16_t port_ = 0;
};

TEST_F(FormSinkTest, TakesSmallAndLargeFilesOnOneConnection) {
    Client client(port_);
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{1}, std::size_t{300'000}, std::size_t{30'000'000}}) {
        std::string const sent = body(size);
        std::string const wanted = "[t=x;f=" + std::to_string(size) + ";]";
        EXPECT_NE(client.send(head(sent.size()) + sent).until(wanted).find(wanted), std::string::npos);
    }
}

TEST_F(FormSinkTest, RefusesWhatIsBroken) {
    std::string const cut = body(10).substr(0, 60), large(41'000'000, 'x');
    EXPECT_NE(answer_to(head(cut.size()) + cut).find("HTTP/1.1 400 "), std::string::npos);
    EXPECT_NE(answer_to(head(large.size())).find("HTTP/1.1 413 "), std::string::npos);
    std::string const text =
        "--b\r\nContent-Disposition: form-data; name=t\r\n\r\n" + std::string(400'000, 'x');
    EXPECT_NE(answer_to(head(text.size()) + text).find("HTTP/1.1 413 "), std::string::npos);
}

TEST_F(FormSinkTest, NothingStaysOfAClientThatGoesAway) {
    Client client(port_);
    client.send(head(30'000'000) + body(5'000'000));
    for (int i = 0; i < 2000 && std::filesystem::is_empty(spool_); ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(std::filesystem::is_empty(spool_));
    client.close();
}

}  // namespace
}  // namespace vespa::uws::http
