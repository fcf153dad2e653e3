#pragma once
#include <gtest/gtest.h>

#include <string>

#include "core/parallel/communicator.hpp"

namespace vespa::testing {

/// Keeps the ranks in step, test by test, and brings every rank's failures to rank 0's report.
///
/// Each test begins with a barrier. At its end the failures of the other ranks are gathered and printed on
/// rank 0 as
/// "[rank r/n] file:line: text", and rank 0's copy of the test fails with them.
class RankReporter : public ::testing::EmptyTestEventListener {
  public:
    explicit RankReporter(parallel::Communicator const& communicator) : communicator_(communicator) {}

  private:
    void OnTestStart(::testing::TestInfo const& test) override;
    void OnTestPartResult(::testing::TestPartResult const& result) override;
    void OnTestEnd(::testing::TestInfo const& test) override;

    parallel::Communicator communicator_;
    std::string failures_;
    bool reporting_ = false;
};

}  // namespace vespa::testing
