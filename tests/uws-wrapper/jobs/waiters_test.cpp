#include "jobs/waiters.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

class WaitersTest : public ::testing::Test {
  protected:
    /// Runs what is due, and what comes due meanwhile.
    void run_for(std::chrono::milliseconds time) {
        Timer end(loop);
        end.after(time, [this] { loop.stop(); });
        loop.run();
    }
    Loop loop;
    std::size_t total = 0;
    int called = 0;
};

TEST_F(WaitersTest, AreAllWokenOnce) {
    Waiters waiters(loop, total);
    for (int i = 0; i < 3; ++i)
        waiters.add(0ms, [this] { ++called; });
    for (int i = 0; i < 100; ++i)
        waiters.add(1h, [this] { ++called; });
    waiters.wake_all();
    EXPECT_EQ(total, 0u);
    EXPECT_EQ(called, 0);  // soon, not now
    run_for(20ms);
    EXPECT_EQ(called, 103);
}

TEST_F(WaitersTest, AreAnsweredWhenTheirTimeIsOver) {
    Waiters waiters(loop, total);
    waiters.add(1ms, [this] { ++called; });
    waiters.add(1h, [this] { called += 100; });
    EXPECT_EQ(total, 2u);
    run_for(30ms);
    EXPECT_EQ(called, 1);
    EXPECT_EQ(total, 1u);
}

TEST_F(WaitersTest, MayHangUpAtAnyTime) {
    std::function<void()> forget_forgotten, forget_woken, forget_timed_out;
    {
        Waiters waiters(loop, total);
        forget_timed_out = waiters.add(0ms, [this] { ++called; });
        forget_forgotten = waiters.add(1ms, [this] { called += 100; });
        forget_forgotten();
        forget_forgotten();
        EXPECT_EQ(total, 1u);
        run_for(30ms);
        EXPECT_EQ(called, 1);
        forget_timed_out();
        forget_woken = waiters.add(1h, [this] { called += 10; });
        waiters.wake_all();
        forget_woken();
        waiters.add(1h, [] {});
        EXPECT_EQ(total, 1u);
    }
    EXPECT_EQ(total, 0u);
    for (auto const& late : {forget_forgotten, forget_woken, forget_timed_out})
        late();
    EXPECT_EQ(total, 0u);
}

}  // namespace
}  // namespace vespa::uws
