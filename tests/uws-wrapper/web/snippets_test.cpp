#include "web/snippets.hpp"

#include <gtest/gtest.h>

#include "../jobs/example_code.hpp"

namespace vespa::uws {
namespace {

std::vector<JobParameter> const parameters = {{"count", "7", false, ""},
                                              {"text", "it's @\"x\"; $(y)\n", false, ""},
                                              {"table", "table_a b.csv", true, ""}};

TEST(CurlSnippet, QuotesForTheShell) {
    std::string const text = curl_snippet("http://h/rest/example", example_code(), parameters);
    EXPECT_NE(text.find("--form-string 'count=7'"), std::string::npos);
    EXPECT_NE(text.find("--form-string 'text=it'\\''s @\"x\"; $(y)\n'"), std::string::npos);
    EXPECT_NE(text.find("-F 'table=@\"a b.csv\"'"), std::string::npos);
    EXPECT_TRUE(text.ends_with("-F PHASE=RUN 'http://h/rest/example'"));
}

TEST(CurlSnippet, WithoutParametersShowsWhatIsRequired) {
    std::string const text = curl_snippet("http://h/rest/example", example_code(), {});
    EXPECT_NE(text.find("'needed=VALUE'"), std::string::npos);
    EXPECT_EQ(text.find("count"), std::string::npos);
}

TEST(PyvoSnippet, QuotesForPython) {
    std::string const text = pyvo_snippet("http://h/rest/example", example_code(), parameters);
    EXPECT_NE(text.find("(\"text\", \"it's @\\\"x\\\"; $(y)\\n\"),"), std::string::npos);
    EXPECT_NE(text.find("\"table\": open(\"a b.csv\", \"rb\"),"), std::string::npos);
}

}  // namespace
}  // namespace vespa::uws
