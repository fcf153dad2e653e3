#include "access/job_id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vespa::uws {
namespace {

TEST(JobId, IsNeverTheSame) {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        std::string const id = make_job_id();
        EXPECT_EQ(id.size(), 32u);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace vespa::uws
