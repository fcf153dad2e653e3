#include "core/parallel/communicator.hpp"

#include <gtest/gtest.h>

#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

TEST(Communicator, DuplicateHasTheSameRanksAndItsOwnMessages) {
    OwnedCommunicator const own(ranks());

    EXPECT_EQ(own.view().rank(), ranks().rank());
    EXPECT_EQ(own.view().size(), ranks().size());
    int relation = MPI_IDENT;
    MPI_Comm_compare(own.view().handle(), ranks().handle(), &relation);
    EXPECT_EQ(relation, MPI_CONGRUENT);
}

TEST(Communicator, SplitByColourOrderedByKey) {
    // Even and odd ranks apart, the last first.
    OwnedCommunicator const own(ranks(), ranks().rank() % 2, -ranks().rank());
    auto const members = gather_everywhere(own.view(), std::vector{ranks().rank()});

    ASSERT_EQ(static_cast<int>(members.size()), own.view().size());
    for (std::size_t k = 0; k < members.size(); ++k) {
        EXPECT_EQ(members[k] % 2, ranks().rank() % 2);
        if (k > 0) {
            EXPECT_LT(members[k], members[k - 1]);
        }
    }
}

TEST(Communicator, OneThatAnExceptionPassesIsLeftToTheEnd) {
    auto const fail = [] {
        OwnedCommunicator const own(ranks());
        throw std::runtime_error("passing");
    };

    EXPECT_THROW(fail(), std::runtime_error);
    EXPECT_EQ(sum(ranks(), 1), ranks().size());
}

TEST(Communicator, OneMadeWhileAnExceptionIsHandledIsFreed) {
    try {
        throw std::runtime_error("handled");
    } catch (std::runtime_error const&) {
        OwnedCommunicator const own(ranks());
        EXPECT_EQ(sum(own.view(), 1), ranks().size());
    }
}

}  // namespace
