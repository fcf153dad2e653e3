#include "shell/signals.hpp"

#include <cerrno>
#include <csignal>
#include <initializer_list>

namespace vespa::shell {
namespace {

volatile std::sig_atomic_t stop = 0;

extern "C" void ask_to_stop(int signal) {
    stop = 1;
    if (signal == SIGINT) {  // who presses Ctrl-C twice means it
        int const kept = errno;
        std::signal(SIGINT, SIG_DFL);
        errno = kept;
    }
}

}  // namespace

void catch_stop_signals() {
    struct sigaction action {};
    action.sa_handler = ask_to_stop;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int const signal : {SIGTERM, SIGINT, SIGUSR1})
        sigaction(signal, &action, nullptr);
}

bool stop_requested() {
    return stop != 0;
}

}  // namespace vespa::shell
