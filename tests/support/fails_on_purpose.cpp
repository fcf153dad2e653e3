// Tests that fail on ranks 1 and 2 only: what the main function of MPI tests makes of them is itself tested
// (see CMakeLists.txt).
#include <gtest/gtest.h>

#include <stdexcept>

#include "core/parallel/reductions.hpp"
#include "support/ranks.hpp"

namespace {

using vespa::testing::ranks;

TEST(OnPurpose, OneRankFails) {
    EXPECT_NE(ranks().rank(), 1);
}

TEST(OnPurpose, OneRankThrows) {
    if (ranks().rank() == 2) throw std::runtime_error("thrown on rank 2");
}

TEST(OnPurpose, AllIsWellAfterwards) {
    EXPECT_EQ(vespa::parallel::sum(ranks(), 1), ranks().size());
}

}  // namespace
