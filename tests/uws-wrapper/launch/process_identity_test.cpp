#include "launch/process_identity.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "launch/proc_stat.hpp"

namespace vespa::uws {
namespace {

TEST(ProcessIdentities, AreThatOfThisProcess) {
    auto const self = identify(::getpid());
    ASSERT_TRUE(self);
    EXPECT_EQ(self->pid, ::getpid());
    EXPECT_GT(self->start_time, 0u);
    EXPECT_EQ(self->boot_id.size(), 36u);
    EXPECT_TRUE(open_process(*self));
}

TEST(ProcessIdentities, AnotherStartOrBootIsAnotherProcess) {
    auto other = *identify(::getpid());
    other.start_time += 1;
    EXPECT_FALSE(open_process(other));
    other = *identify(::getpid());
    other.boot_id[0] = other.boot_id[0] == '0' ? '1' : '0';
    EXPECT_FALSE(open_process(other));
    EXPECT_FALSE(open_process({}));
    EXPECT_FALSE(open_process({-1, 1, "x"}));
}

TEST(ProcessIdentities, TheDescriptorTellsTheEnd) {
    int gate[2];
    ASSERT_EQ(::pipe(gate), 0);
    auto const pid = ::fork();
    if (pid == 0) {
        char byte;
        ::close(gate[1]);
        ::_exit(::read(gate[0], &byte, 1) == 0 ? 0 : 1);
    }
    ::close(gate[0]);
    auto const fd = open_process(*identify(pid));
    ASSERT_TRUE(fd);
    pollfd entry{fd.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&entry, 1, 0), 0);
    ::close(gate[1]);
    EXPECT_EQ(::poll(&entry, 1, 60000), 1);
    ::waitpid(pid, nullptr, 0);
    EXPECT_FALSE(identify(pid));
}

TEST(ProcStats, AnyNameIsReadOver) {
    auto const pid = ::fork();
    if (pid == 0) {
        ::prctl(PR_SET_NAME, ") Z 1 (1 1");
        ::raise(SIGSTOP);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, WUNTRACED);
    auto const stat = read_proc_stat(pid);
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->state, 'T');
    EXPECT_EQ(stat->parent, ::getpid());
    EXPECT_EQ(stat->session, ::getsid(0));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    EXPECT_FALSE(read_proc_stat(pid));
}

}  // namespace
}  // namespace vespa::uws
