// Who may use which resource: every one stands here, so that a new one is thought about.
#include "rest/routes.hpp"

#include <gtest/gtest.h>

#include <map>

namespace vespa::uws {
namespace {

std::map<std::string_view, Rule> const expected = {
    {"", Rule::visitor},
    {"rest", Rule::visitor},
    {"static/{name}", Rule::open},
    {"availability", Rule::open},
    {"capabilities", Rule::open},
    {"{code}", Rule::visitor},
    {"{code}/availability", Rule::open},
    {"{code}/capabilities", Rule::open},
    {"{code}/tables", Rule::open},
    {"{code}/examples", Rule::open},
    {"{code}/form", Rule::code},
    {"{code}/sync", Rule::code},
    {"{code}/sync/{job}", Rule::job},
    {"{list}", Rule::code},
    {"{list}/{job}", Rule::job},
    {"{list}/{job}/phase", Rule::job},
    {"{list}/{job}/executionduration", Rule::job},
    {"{list}/{job}/destruction", Rule::job},
    {"{list}/{job}/quote", Rule::job},
    {"{list}/{job}/owner", Rule::job},
    {"{list}/{job}/error", Rule::job},
    {"{list}/{job}/parameters", Rule::job},
    {"{list}/{job}/parameters/{name}", Rule::job},
    {"{list}/{job}/results", Rule::job},
    {"{list}/{job}/results/{name}", Rule::job},
    {"{list}/{job}/plot/{name}", Rule::job},
    {"{list}/{job}/events", Rule::job},
    {"{list}/{job}/form", Rule::job},
    {"{list}/{job}/stdout", Rule::job},
    {"{list}/{job}/stderr", Rule::job},
    {"sign-in", Rule::open},
    {"sign-in/{name}", Rule::open},
    {"sign-in/{name}/callback", Rule::open},
    {"sign-out", Rule::open},
    {"account", Rule::user},
    {"account/tokens", Rule::user},
    {"account/tokens/{name}", Rule::user},
    {"accounting", Rule::operators},
    {"health", Rule::open},
    {"metrics", Rule::monitors},
    {"jdl", Rule::visitor},
    {"jdl/{code}", Rule::code},
    {"jdl/{code}/{name}", Rule::code},
    {"store", Rule::entity},
    {"store/{name}", Rule::entity},
    {"store/{name}/{name}", Rule::entity},
    {"provsap", Rule::entity},
    {"{list}/{job}/provjson", Rule::job},
    {"{list}/{job}/provxml", Rule::job},
    {"{list}/{job}/provn", Rule::job},
    {"{list}/{job}/provsvg", Rule::job},
    {"{list}/{job}/rocrate", Rule::job},
};

TEST(Routes, AreAsTheyShouldBe) {
    for (Route const& route : routes()) {
        auto const found = expected.find(route.pattern);
        ASSERT_NE(found, expected.end()) << "nobody has said who may use '" << route.pattern << "'";
        EXPECT_EQ(route.rule, found->second) << route.pattern;
    }
    EXPECT_EQ(routes().size(), expected.size());
}

TEST(Routes, BelowAJobAskWhoseItIs) {
    for (Route const& route : routes())
        EXPECT_EQ(route.pattern.find("{job}") != std::string_view::npos, route.rule == Rule::job)
            << route.pattern;
}

TEST(Routes, FindTheCode) {
    EXPECT_EQ(code_in({"rest", "lbl"}), "lbl");
    EXPECT_EQ(code_in({"lbl", "async", "1234", "phase"}), "lbl");
    EXPECT_EQ(code_in({"lbl", "sync", "1234"}), "lbl");
    EXPECT_EQ(code_in({"rest", "form"}), "form");
    EXPECT_EQ(code_in({"jdl", "lbl", "json"}), "lbl");
    EXPECT_EQ(code_in({"account", "tokens"}), "");
    EXPECT_EQ(code_in({"lbl", "nothing"}), "");
}

}  // namespace
}  // namespace vespa::uws
