#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vespa::uws {

/// The signals that may ask a program to end: SIGUSR1, SIGTERM, SIGINT for "USR1", "TERM", "INT"; nothing
/// else.
std::optional<int> signal_of(std::string_view name);

/// "USR1", "KILL", "SEGV"...; the number as text for a signal that has no name.
std::string signal_name(int signal);

}  // namespace vespa::uws
