#include "http/body_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vespa::uws::http {
namespace {

Head chunked() {
    Head head;
    head.chunked = head.has_body = true;
    return head;
}

/// The body, read in pieces of that many bytes; what follows it goes to `rest`.
std::string read(Head const& head, std::string_view bytes, std::size_t step, std::string* rest = nullptr) {
    BodyReader reader(head);
    std::string body;
    while (!bytes.empty() && !reader.ended()) {
        std::string_view const given = bytes.substr(0, step);
        std::string_view left = given;
        while (!left.empty() && !reader.ended())
            body += reader.next(left);
        bytes.remove_prefix(given.size() - left.size());
    }
    EXPECT_TRUE(reader.ended());
    if (rest != nullptr) *rest = bytes;
    return body;
}

TEST(BodyReader, KnowsTheLength) {
    Head head;
    head.content_length = 5;
    for (std::size_t step = 1; step < 9; ++step) {
        std::string rest;
        EXPECT_EQ(read(head, "abcdeNEXT", step, &rest), "abcde");
        EXPECT_EQ(rest, "NEXT");
    }
    EXPECT_TRUE(BodyReader(Head{}).ended());
}

TEST(BodyReader, JoinsChunksHoweverTheyAreCut) {
    std::string const body = "5;name=\"v\"\r\nabcde\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nNEXT";
    for (std::size_t step = 1; step <= body.size(); ++step) {
        std::string rest;
        EXPECT_EQ(read(chunked(), body, step, &rest), "abcde0123456789") << step;
        EXPECT_EQ(rest, "NEXT");
    }
}

TEST(BodyReader, RefusesBrokenChunks) {
    auto const refused = [](std::string const& bytes) {
        BodyReader reader(chunked());
        try {
            for (std::string_view left = bytes; !left.empty() && !reader.ended();)
                reader.next(left);
        } catch (Refusal const& refusal) {
            return refusal.status();
        }
        return 0;
    };
    for (std::string const bad : {"\r\n", "x\r\n", "-1\r\n", "0x1\r\n", " 1\r\na\r\n", "1\na\r\n",
                                  "1 \r\na\r\n", "1\r\nab", "1\r\na\n", "1\r\na\r\r", "1;\x01\r\n",
                                  "1;a\nb\r\n", "0\r\n\n", "0\r\n\r\r", "0\r\na\nb\r\n\r\n", "1\r\r"})
        EXPECT_EQ(refused(bad), 400) << bad;
    EXPECT_EQ(refused("1000000000000000\r\n"), 413);
    EXPECT_EQ(refused("1;" + std::string(20'000, 'a')), 431);
    EXPECT_EQ(refused("0\r\n" + std::string(20'000, 'a')), 431);
}

}  // namespace
}  // namespace vespa::uws::http
