#include "uws/phase.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vespa::uws {
namespace {

// Rows: from; columns: to; in the order of all_phases. The state diagram of UWS 1.1 (figure 4) with what its
// text adds.
constexpr char const* allowed[10] = {
    // P Q X C E A H S U R
    " .x..xxx...",  // PENDING
    " ..x.xxx...",  // QUEUED (to HELD: RUN may lead there, at a cluster after a while)
    " ...xxxxx..",  // EXECUTING
    " .........x",  // COMPLETED
    " .........x",  // ERROR
    " .........x",  // ABORTED
    " .xx.xx....",  // HELD
    " ..x.xx....",  // SUSPENDED
    " ..........",  // UNKNOWN
    " ..........",  // ARCHIVED
};

TEST(Phase, TransitionsAreThoseOfTheStandard) {
    for (std::size_t from = 0; from < 10; ++from)
        for (std::size_t to = 0; to < 10; ++to)
            EXPECT_EQ(may_follow(all_phases[from], all_phases[to]), allowed[from][to + 1] == 'x')
                << phase_name(all_phases[from]) << " -> " << phase_name(all_phases[to]);
}

TEST(Phase, NamesComeBack) {
    for (Phase const phase : all_phases)
        EXPECT_EQ(phase_named(phase_name(phase)), phase);
    for (char const* const none : {"", "RUN", "pending", "PENDING "})
        EXPECT_FALSE(phase_named(none)) << none;
}

TEST(Phase, ActiveAndFinalOnes) {
    for (Phase const phase : all_phases) {
        bool const active = phase == Phase::pending || phase == Phase::queued || phase == Phase::executing;
        bool const final = phase == Phase::completed || phase == Phase::error || phase == Phase::aborted ||
                           phase == Phase::archived;
        EXPECT_EQ(is_active(phase), active) << phase_name(phase);
        EXPECT_EQ(is_final(phase), final) << phase_name(phase);
    }
}

}  // namespace
}  // namespace vespa::uws
