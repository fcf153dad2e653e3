#include "http/form_reader.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>

#include "http/message.hpp"
#include "http/sha256.hpp"
#include "http/spooled_file.hpp"

namespace vespa::uws::http {
namespace {

namespace fs = std::filesystem;

std::string const stilts = "<<<--------------MULTIPART-BOUNDARY------->>>";

std::string part(std::string const& boundary, std::string const& disposition, std::string const& content) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content +
           "\r\n";
}

std::string sha256_of(std::string_view bytes) {
    Sha256 digest;
    digest.add(bytes);
    return digest.finish();
}

class MultipartForm : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-spool-XXXXXX";
        rules_.spool = ::mkdtemp(name);
    }
    void TearDown() override {
        EXPECT_TRUE(fs::is_empty(rules_.spool)) << "an upload was left behind";
        fs::remove_all(rules_.spool);
    }
    Form read_typed(std::string const& type, std::string_view body, std::size_t step = 1 << 20) const {
        FormReader reader(type, rules_);
        for (; !body.empty(); body.remove_prefix(std::min(step, body.size())))
            reader.feed(body.substr(0, step));
        return reader.finish();
    }
    Form read(std::string_view body, std::string const& boundary, std::size_t step = 1 << 20) const {
        return read_typed("multipart/form-data; boundary=" + boundary, body, step);
    }
    int refused(std::string_view body) const {
        try {
            read(body, "b");
        } catch (Refusal const& refusal) {
            return refusal.status();
        }
        return 0;
    }
    FormRules rules_;
};

TEST_F(MultipartForm, ReadsTextAndFiles) {
    std::string const body =
        part("b", "name=\"text\"", "1\r\n2") + part("b", "name=\"empty\"", "") +
        part("b", "name=\"up\"; filename=\"C:\\\\x\\\\data.bin\"", std::string("\0\xFF\r\n--", 6)) +
        part("b", "name=\"none\"; filename=\"\"", "") + "--b--\r\n";
    auto const form = read(body, "b");
    ASSERT_EQ(form.size(), 3u);
    EXPECT_EQ(form[0].value, "1\r\n2");
    EXPECT_EQ(form[1].value, "");
    EXPECT_FALSE(form[1].is_file);
    EXPECT_TRUE(form[2].is_file);
    EXPECT_EQ(form[2].file_name, "data.bin");
    EXPECT_EQ(form[2].file->size(), 6u);
    EXPECT_EQ(form[2].file->sha256(), sha256_of(std::string("\0\xFF\r\n--", 6)));
}

TEST_F(MultipartForm, TakesTheQuotedBoundaryOfStilts) {
    std::string const type = "multipart/form-data; boundary=\"" + stilts + "\"";
    std::string const body = "--" + stilts +
                             "\r\nContent-Disposition: form-data; name=\"PHASE\"\r\n"
                             "Content-Type: text/plain; charset=UTF-8\r\n\r\nRUN\r\n--" +
                             stilts + "--";
    auto const form = read_typed(type, body);
    ASSERT_EQ(form.size(), 1u);
    EXPECT_EQ(form[0].value, "RUN");
    EXPECT_EQ(form[0].content_type, "text/plain; charset=UTF-8");
}

TEST_F(MultipartForm, SkipsPreambleAndPaddingOfTheBoundary) {
    auto const form =
        read("preamble\r\n--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--", "b");
    ASSERT_EQ(form.size(), 1u);
    EXPECT_EQ(form[0].value, "x");
}

TEST_F(MultipartForm, RefusesMalformedBodies) {
    std::string const good = part("b", "name=\"a\"", "x");
    for (auto const& bad : std::vector<std::string>{
             std::string(), std::string("--b"), good, good + "--b", std::string("--bx\r\n"),
             part("b", "nome=\"a\"", "x") + "--b--", part("b", "name=\"\"", "x") + "--b--",
             part("b", "name=\"a\"", "\xFF") + "--b--",
             part("b", "name=\"a\"", std::string(1, '\0')) + "--b--",
             "--b\r\nContent-Disposition: form-data; name=a\r\n--b--", "--b\r\nno colon\r\n\r\nx\r\n--b--",
             part("b", "name=f; filename=\"..\"", "x") + "--b--",
             part("b", "name=f; filename=\"a/\"", "x") + "--b--",
             part("b", "name=f; filename=\"a\tb\"", "x") + "--b--",
             part("b", "name=f; filename=x", "1") + part("b", "name=f; filename=y", "2") + "--b--"})
        EXPECT_THROW(read(bad, "b"), Refusal) << bad;
    EXPECT_THROW(read(good + "--b--", ""), Refusal);
    EXPECT_THROW(read(good + "--b--", std::string(300, 'b')), Refusal);
}

TEST_F(MultipartForm, NoCutOfABodyIsTakenForAWholeOne) {
    std::string const body =
        part("b", "name=\"a\"", "value") + part("b", "name=\"f\"; filename=\"g\"", "bytes") + "--b--";
    for (std::size_t length = 0; length < body.size(); ++length)
        EXPECT_THROW(read(std::string_view(body).substr(0, length), "b"), Refusal) << length;
    EXPECT_EQ(read(body, "b").size(), 2u);
}

TEST_F(MultipartForm, ReadsTheSameHoweverTheBodyIsCut) {
    std::string const bytes("\r\n--\r\n--x\0\r\r\n-", 16);
    std::string const body = part("xy", "name=\"a\"", "\r\n-") +
                             part("xy", "name=\"f\"; filename=\"g\"", bytes) +
                             part("xy", "name=\"n\"; filename=\"0\"", "") + "--xy--epilogue";
    for (std::size_t step = 1; step <= body.size(); ++step) {
        auto const form = read(body, "xy", step);
        ASSERT_EQ(form.size(), 3u) << step;
        EXPECT_EQ(form[0].value, "\r\n-");
        EXPECT_EQ(form[1].file->sha256(), sha256_of(bytes)) << step;
        EXPECT_EQ(form[2].file->size(), 0u);
    }
}

TEST_F(MultipartForm, KeepsWithinItsRules) {
    rules_.text = 10;
    rules_.upload = 1000;
    EXPECT_EQ(refused(part("b", "name=a", "12345") + part("b", "name=b", "67890") + "--b--"), 0);
    EXPECT_EQ(refused(part("b", "name=a", "12345") + part("b", "name=b", "678901") + "--b--"), 413);
    EXPECT_EQ(refused(part("b", "name=f; filename=g", std::string(500, 'x')) + "--b--"), 0);
    EXPECT_EQ(refused(part("b", "name=f; filename=g", std::string(1000, 'x')) + "--b--"), 413);
    EXPECT_EQ(refused(part("b", "name=f; filename=\"\"", "x") + "--b--"), 400);
    EXPECT_EQ(refused("--b\r\nX: " + std::string(900, 'x')), 400);
    auto const spool = std::exchange(rules_.spool, fs::path());
    EXPECT_EQ(refused(part("b", "name=f; filename=g", "x") + "--b--"), 400);
    rules_.spool = spool / "gone";
    EXPECT_EQ(refused(part("b", "name=f; filename=g", "x") + "--b--"), 503);
    rules_.spool = spool;
}

TEST_F(MultipartForm, AFileCanBePutInSeveralPlaces) {
    {
        auto const form = read(part("b", "name=f; filename=g", "bytes") + "--b--", "b");
        std::ofstream(rules_.spool / "one") << "older";
        for (char const* const place : {"one", "two"}) {
            form[0].file->put_at(rules_.spool / place);
            std::ifstream in(rules_.spool / place);
            EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "bytes");
        }
        EXPECT_THROW(form[0].file->put_at(rules_.spool / "no" / "such"), std::system_error);
    }
    for (char const* const place : {"one", "two"})
        EXPECT_TRUE(fs::remove(rules_.spool / place));
}

}  // namespace
}  // namespace vespa::uws::http
