#include "operation/routes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vespa::uws {
namespace {

TEST(Routes, NameWhatIsAskedFor) {
    EXPECT_EQ(route_of("/"), "/");
    EXPECT_EQ(route_of("/rest/lbl?LAST=3"), "/rest/{code}");
    EXPECT_EQ(route_of("/rest/lbl/0a/"), "/rest/{code}/{job}");
    EXPECT_EQ(route_of("/lbl/async/0a/phase"), "/rest/{code}/{job}/phase");
    EXPECT_EQ(route_of("/rest/lbl/0a/results/x?a=/b"), "/rest/{code}/{job}/results");
    EXPECT_EQ(route_of("/lbl/sync?a"), "/{code}/sync");
    EXPECT_EQ(route_of("/health"), "/health");
    EXPECT_EQ(route_of("/static/x.js"), "/static");
}

TEST(Routes, AreFewWhateverIsAskedFor) {
    std::set<std::string_view> routes;
    for (int i = 0; i < 1000; ++i) {
        std::string const name = std::to_string(i);
        for (char const* const start : {"/", "/rest/", "/rest/a/", "/rest/a/b/", "//", ""})
            routes.insert(route_of(start + name));
    }
    EXPECT_LE(routes.size(), 5u);
}

}  // namespace
}  // namespace vespa::uws
