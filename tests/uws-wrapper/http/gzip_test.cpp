#include "http/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace vespa::uws::http {
namespace {

std::string unpacked(std::string packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string text(10'000'000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

TEST(Gzip, IsTakenIfNamedWithAWeight) {
    for (char const* const yes : {"gzip", "deflate, GZIP", "gzip;q=0.5", "x-gzip", "*", "br;q=1.0, *;q=0.1",
                                  "gzip ; q=1", "identity;q=0,gzip"})
        EXPECT_TRUE(accepts_gzip(yes)) << yes;
    for (char const* const no : {"", "identity", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *",
                                 "gzipped", "gzip;q=x", "gzip;x=1", "deflate,br"})
        EXPECT_FALSE(accepts_gzip(no)) << no;
}

TEST(Gzip, ComesBackAsItWas) {
    std::string large;
    for (int i = 0; i < 100000; ++i)
        large += "<uws:jobref id=\"" + std::to_string(i) + "\"/>";
    for (std::string const& text : {std::string(), std::string("x"), std::string("\0\xFF", 2), large})
        EXPECT_EQ(unpacked(gzip(text)), text);
    EXPECT_LT(gzip(large).size(), large.size() / 5);
}

}  // namespace
}  // namespace vespa::uws::http
