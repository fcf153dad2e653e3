#include "http/loop.hpp"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <thread>

#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST(Loop, RunsTasksOfOtherThreads) {
    Loop loop;
    std::thread::id seen;
    std::thread other([&] {
        loop.post([&] {
            seen = std::this_thread::get_id();
            loop.stop();
        });
    });
    loop.run();
    other.join();
    EXPECT_EQ(seen, std::this_thread::get_id());
}

TEST(Timer, SetAgainForgetsTheEarlierTask) {
    Loop loop;
    Timer timer(loop), end(loop);
    int early = 0, late = 0;
    timer.after(0ms, [&] { ++early; });
    timer.after(1ms, [&] { ++late; });
    end.after(30ms, [&] { loop.stop(); });
    loop.run();
    EXPECT_EQ(early, 0);
    EXPECT_EQ(late, 1);
}

TEST(Timer, DestroyedOrCancelledCallsNothing) {
    Loop loop;
    Timer cancelled(loop), end(loop);
    int calls = 0;
    {
        Timer(loop).after(0ms, [&] { ++calls; });
    }
    cancelled.after(0ms, [&] { ++calls; });
    loop.post([&] { cancelled.cancel(); });
    // Both were due before this; the cancelled one may be queued already.
    end.after(20ms, [&] { loop.stop(); });
    std::this_thread::sleep_for(2ms);
    loop.run();
    EXPECT_EQ(calls, 0);
}

TEST(ReadableWatch, TellsOfTheEndOfAProcess) {
    pid_t const child = ::fork();
    if (child == 0) {
        ::usleep(20'000);
        ::_exit(0);
    }
    UniqueFd const process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    ASSERT_TRUE(process);
    Loop loop;
    bool told = false;
    ReadableWatch const watch(loop, process.get(), [&] {
        told = true;
        loop.stop();
    });
    loop.run();
    EXPECT_TRUE(told);
    siginfo_t info{};
    EXPECT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG), 0);
    EXPECT_EQ(info.si_pid, child);
}

TEST(ReadableWatch, OutlivesThatOfTheSameNumberBefore) {
    // As when one job ends and the next starts: the task closes its descriptor, and the number is given out
    // again.
    Loop loop;
    int ends[2];
    auto const readable_pipe = [&] {
        EXPECT_EQ(::pipe(ends), 0);
        EXPECT_EQ(::write(ends[1], "x", 1), 1);
        ::close(ends[1]);
        return UniqueFd(ends[0]);
    };
    UniqueFd file = readable_pipe();
    int const number = file.get();
    bool told = false;
    std::optional<ReadableWatch> first, second;
    first.emplace(loop, file.get(), [&] {
        first.reset();
        file = UniqueFd();
        file = readable_pipe();
        EXPECT_EQ(file.get(), number);
        second.emplace(loop, file.get(), [&] {
            told = true;
            loop.stop();
        });
    });
    Timer end(loop);
    end.after(10s, [&] { loop.stop(); });
    loop.run();
    EXPECT_TRUE(told);
}

TEST(Loop, TellsOfSignals) {
    Loop loop;
    int told = 0;
    loop.on_signals({SIGUSR2}, [&] {
        if (++told == 2)
            loop.stop();
        else
            ::raise(SIGUSR2);
    });
    ::raise(SIGUSR2);
    loop.run();
    EXPECT_EQ(told, 2);
}

}  // namespace
}  // namespace vespa::uws
