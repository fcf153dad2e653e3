#include "launch/signals.hpp"

#include <csignal>
#include <cstring>

namespace vespa::uws {

std::optional<int> signal_of(std::string_view name) {
    if (name == "USR1") return SIGUSR1;
    if (name == "TERM") return SIGTERM;
    if (name == "INT") return SIGINT;
    return std::nullopt;
}

std::string signal_name(int signal) {
    char const* const name = ::sigabbrev_np(signal);
    return name ? name : std::to_string(signal);
}

}  // namespace vespa::uws
