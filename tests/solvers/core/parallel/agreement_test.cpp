#include "core/parallel/agreement.hpp"

#include <gtest/gtest.h>

#include <new>

#include "core/errors/bad_input.hpp"
#include "core/parallel/reductions.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::BadInput;
using vespa::testing::ranks;

/// The text and kind of the AgreedError that work throws here.
struct Caught {
    std::string text;
    bool bad_input = false;
};

template <class Work>
Caught caught_from(Work work) {
    try {
        work();
    } catch (AgreedError const& error) {
        return {error.what(), error.is_bad_input()};
    }
    return {"nothing", false};
}

std::string rank_of(int rank) {
    return "rank " + std::to_string(rank) + " of " + std::to_string(ranks().size());
}

int last() {
    return ranks().size() - 1;
}

TEST(Agreement, PassesTheValueOnWhenAllSucceed) {
    EXPECT_EQ(in_agreement(ranks(), [] { return ranks().rank() * 10; }), ranks().rank() * 10);
    EXPECT_NO_THROW(in_agreement(ranks(), [] {}));
}

TEST(Agreement, OneFailureIsThrownEverywhereWithTheSameText) {
    auto const caught = caught_from([] {
        in_agreement(ranks(), [] {
            if (ranks().rank() == last()) throw std::runtime_error("no more ink");
        });
    });

    EXPECT_EQ(caught.text, last() == 0 ? "no more ink" : rank_of(last()) + ": no more ink");
    EXPECT_FALSE(caught.bad_input);
}

TEST(Agreement, ACauseThatAllShareStandsAlone) {
    auto const caught = caught_from(
        [] { in_agreement(ranks(), []() -> int { throw BadInput("-1", "--rays", "at least 1"); }); });

    EXPECT_EQ(caught.text, "--rays: -1; allowed: at least 1");
    EXPECT_TRUE(caught.bad_input);
}

TEST(Agreement, EqualCausesAreNamedOnceWithTheirRanks) {
    if (ranks().size() < 3) GTEST_SKIP() << "needs three ranks";
    auto const caught = caught_from([] {
        in_agreement(ranks(), [] {
            if (ranks().rank() == 1) throw std::runtime_error("odd");
            if (ranks().rank() != 0) throw std::runtime_error("other");
        });
    });

    auto const n = std::to_string(ranks().size());
    auto const others = n == "3" ? "rank 2 of 3" : "ranks 2, 3 of " + n;
    EXPECT_EQ(caught.text, "rank 1 of " + n + ": odd\n" + others + ": other");
}

TEST(Agreement, BadInputIsOneOnlyIfEveryFailureIs) {
    if (ranks().size() < 2) GTEST_SKIP() << "needs two ranks";
    auto const fail_with = [](bool mixed) {
        return caught_from([&] {
            in_agreement(ranks(), [&] {
                if (ranks().rank() == 0) throw BadInput("x", "y");
                if (ranks().rank() == 1 && mixed) throw std::bad_alloc();
            });
        });
    };

    EXPECT_TRUE(fail_with(false).bad_input);
    EXPECT_FALSE(fail_with(true).bad_input);
    EXPECT_NE(fail_with(true).text.find("rank 1 of " + std::to_string(ranks().size()) + ": out of memory"),
              std::string::npos);
}

TEST(Agreement, WhatIsNoExceptionAndWhatHasNoTextIsReportedToo) {
    EXPECT_EQ(caught_from([] { in_agreement(ranks(), [] { throw 3; }); }).text,
              "an exception of unknown type");
    EXPECT_EQ(caught_from([] { in_agreement(ranks(), [] { throw std::runtime_error(""); }); }).text,
              "an exception without a text");
}

TEST(Agreement, ALongCauseIsCut) {
    auto const caught = caught_from(
        [] { in_agreement(ranks(), [] { throw std::runtime_error(std::string(1000000, 'x')); }); });

    EXPECT_EQ(caught.text, std::string(4096, 'x'));
}

TEST(Agreement, NestedFailureKeepsItsText) {
    auto const caught = caught_from([] {
        in_agreement(ranks(), [] {
            in_agreement(ranks(), [] {
                if (ranks().is_root()) throw BadInput("inner", "here");
            });
        });
    });

    EXPECT_EQ(caught.text, ranks().size() == 1 ? "here: inner" : rank_of(0) + ": here: inner");
    EXPECT_TRUE(caught.bad_input);
}

TEST(Agreement, ARankMayFailBeforeTheOthersReachTheInnerAgreement) {
    for (bool root_only : {false, true}) {
        auto const caught = caught_from([&] {
            in_agreement(ranks(), [&] {
                if (ranks().rank() == last()) throw std::runtime_error("early");
                root_only ? on_root(ranks(), [] {}) : in_agreement(ranks(), [] {});
            });
        });

        EXPECT_EQ(caught.text, last() == 0 ? "early" : rank_of(last()) + ": early");
    }
}

TEST(Agreement, WorkGoesOnAfterAFailure) {
    for (int round = 0; round < 20; ++round) {
        auto const caught = caught_from([&] {
            in_agreement(ranks(), [&] {
                if (ranks().rank() == round % ranks().size()) throw std::runtime_error("again");
            });
        });
        EXPECT_NE(caught.text.find("again"), std::string::npos);
        EXPECT_EQ(sum(ranks(), 1), ranks().size());
    }
}

TEST(Agreement, OnRootNamesNoRank) {
    int calls = 0;
    on_root(ranks(), [&] { ++calls; });
    EXPECT_EQ(calls, ranks().is_root() ? 1 : 0);

    auto const caught = caught_from([] { on_root(ranks(), [] { throw BadInput("missing", "file.h5"); }); });
    EXPECT_EQ(caught.text, "file.h5: missing");
    EXPECT_TRUE(caught.bad_input);
}

TEST(Agreement, AnotherCommunicatorsErrorIsAgreedOnAnew) {
    OwnedCommunicator const halves(ranks(), ranks().rank() % 2, ranks().rank());
    auto const caught = caught_from([&] {
        in_agreement(ranks(), [&] {
            in_agreement(halves.view(), [] {
                if (ranks().is_root()) throw BadInput("half", "here");
            });
        });
    });

    EXPECT_NE(caught.text.find("here: half"), std::string::npos);
    EXPECT_TRUE(caught.bad_input);
}

}  // namespace
