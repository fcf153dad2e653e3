#include "support/rank_reporter.hpp"

#include "core/parallel/transfer.hpp"

namespace vespa::testing {

void RankReporter::OnTestStart(::testing::TestInfo const&) {
    failures_.clear();
    communicator_.barrier();
}

void RankReporter::OnTestPartResult(::testing::TestPartResult const& result) {
    if (!result.failed() || reporting_) return;
    failures_ += "[rank " + std::to_string(communicator_.rank()) + "/" +
                 std::to_string(communicator_.size()) + "] " +
                 (result.file_name() ? result.file_name() : "unknown file") + ":" +
                 std::to_string(result.line_number()) + ": " + result.message() + "\n";
}

void RankReporter::OnTestEnd(::testing::TestInfo const&) {
    auto const texts = parallel::gather(communicator_, failures_);
    reporting_ = true;
    for (std::size_t rank = 1; rank < texts.size(); ++rank) {
        if (!texts[rank].empty()) ADD_FAILURE() << texts[rank];
    }
    reporting_ = false;
}

}  // namespace vespa::testing
