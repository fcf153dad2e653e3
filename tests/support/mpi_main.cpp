// The main function of a test program that runs on several ranks: every rank runs every test, rank 0 prints,
// and the exit code of each rank is the worst of all.
#include <gtest/gtest.h>
#include <mpi.h>

#include <ctime>
#include <iostream>
#include <optional>

#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "support/rank_reporter.hpp"
#include "support/ranks.hpp"

namespace vespa::testing {
namespace {

std::optional<parallel::OwnedCommunicator> all_ranks;

int run(parallel::Communicator const& communicator) {
    auto* const unit = ::testing::UnitTest::GetInstance();
    auto& listeners = unit->listeners();
    if (!communicator.is_root()) {
        delete listeners.Release(listeners.default_result_printer());
        delete listeners.Release(listeners.default_xml_generator());
    }
    // After the printer: GoogleTest tells of ends in reverse order, so that the printer's verdict knows of
    // the others.
    listeners.Append(new RankReporter(communicator));
    // A shuffled order must be the same everywhere; its seed is taken from the clock.
    if (GTEST_FLAG_GET(shuffle) && GTEST_FLAG_GET(random_seed) == 0) {
        GTEST_FLAG_SET(random_seed,
                       parallel::broadcast(communicator, 1 + static_cast<int>(std::time(nullptr) % 99999)));
    }
    int const failed = RUN_ALL_TESTS();
    bool const skipped =
        unit->skipped_test_count() > 0 && unit->skipped_test_count() == unit->test_to_run_count();
    if (communicator.is_root() && skipped) std::cout << "ALL TESTS SKIPPED\n";
    return parallel::maximum(communicator, failed);
}

}  // namespace

parallel::Communicator const& ranks() {
    return all_ranks->view();
}

}  // namespace vespa::testing

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    ::testing::InitGoogleTest(&argc, argv);
    int code = 0;
    {
        vespa::parallel::OwnedCommunicator const reporting{vespa::parallel::Communicator(MPI_COMM_WORLD)};
        vespa::testing::all_ranks.emplace(vespa::parallel::Communicator(MPI_COMM_WORLD));
        code = vespa::testing::run(reporting.view());
        vespa::testing::all_ranks.reset();
    }
    MPI_Finalize();
    return code;
}
