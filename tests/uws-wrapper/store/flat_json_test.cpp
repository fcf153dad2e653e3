#include "store/flat_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace vespa::uws {
namespace {

std::string text(std::string const& json) {
    FlatJson in(json);
    std::string const found = in.text();
    in.end();
    return found;
}

TEST(FlatJson, ReadsWhatAGeneralWriterWrites) {
    std::string all;
    for (int byte = 1; byte < 128; ++byte)
        all += static_cast<char>(byte);
    all += "\u00e9\u20ac\U0001FA90";
    for (bool const ascii : {false, true})
        EXPECT_EQ(text(nlohmann::json(all).dump(-1, ' ', ascii)), all);
}

TEST(FlatJson, ReadsListsOfObjects) {
    FlatJson in(R"( [ { "a" : 18446744073709551615 , "b":true}, {}, {"c":"x","b":false} ] )");
    std::string seen;
    in.list([&] {
        seen += '(';
        in.object([&](std::string_view name) {
            seen += name;
            if (name == "a") seen += in.number() == 18446744073709551615U ? "!" : "?";
            if (name == "b") seen += in.flag() ? "+" : "-";
            if (name == "c") seen += in.text();
        });
        seen += ')';
    });
    in.end();
    EXPECT_EQ(seen, "(a!b+)()(cxb-)");
    FlatJson empty("[]");
    empty.list([] { FAIL(); });
    empty.end();
}

TEST(FlatJson, RefusesTheRest) {
    for (std::string const bad : {"", "x", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
                                  "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\"b"})
        EXPECT_THROW(text(bad), StoreError) << bad;
    auto const list = [](std::string const& json) {
        FlatJson in(json);
        in.list([&] { in.object([&](std::string_view) { in.number(); }); });
        in.end();
    };
    for (std::string const bad :
         {"", "{}", "[", "[{]", "[{}", "[{},]", "[{\"a\":1,}]", "[{\"a\" 1}]", "[{a:1}]", "[{\"a\":-1}]",
          "[{\"a\":true}]", "[{\"a\":18446744073709551616}]", "[{}]]"})
        EXPECT_THROW(list(bad), StoreError) << bad;
    FlatJson flag("tru");
    EXPECT_THROW(flag.flag(), StoreError);
}

}  // namespace
}  // namespace vespa::uws
